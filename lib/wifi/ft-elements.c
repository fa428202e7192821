/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/ft-elements.h"

static struct octets with_header(const struct element *element)
{
	return (struct octets){ element->body - 2, 2 + element->length };
}

/* Where an FTE goes on in Fragment elements, the MIC covers them as they are. */
static void add_fragments(struct octets *fte, const uint8_t *end)
{
	const uint8_t *at = fte->octets + fte->length;

	while (end - at >= 2 && at[0] == ELEMENT_FRAGMENT && end - at >= 2 + at[1])
		at += 2 + at[1];
	fte->length = (size_t)(at - fte->octets);
}

/* The RIC has no length of its own: it ends where the number of elements that the MIC
 * protects is reached (9.4.2.47). A sender that knows no RSNXE there does not count
 * it. */
static void bound_by_count(struct ft_elements *p, const uint8_t *end)
{
	unsigned left = p->ft.protected_count, counted = 3;
	const uint8_t *at = p->ric.octets;

	if (left <= counted && p->rsnxe.length > 0)
		p->rsnxe.length = 0;
	counted += p->rsnxe.length > 0;
	for (left = left > counted ? left - counted : 0;
	     at && left > 0 && end - at >= 2 && end - at >= 2 + at[1]; left--)
		at += 2 + at[1];
	p->ric.length = at ? (size_t)(at - p->ric.octets) : 0;
}

bool ft_elements_find(struct octets elements, uint32_t akm, struct ft_elements *ret)
{
	struct element element, rsne = { 0 }, mde = { 0 }, fte = { 0 };
	struct ft_elements p = { 0 };
	const uint8_t *end;
	size_t at = 0;
	int r;

	while ((r = element_next(elements.octets, elements.length, &at, &element)) > 0) {
		if (element.id == ELEMENT_RSN && !rsne.body)
			rsne = element;
		else if (element.id == ELEMENT_MOBILITY_DOMAIN && !mde.body)
			mde = element;
		else if (element.id == ELEMENT_FAST_BSS_TRANSITION && !fte.body)
			fte = element;
		else if (element.id == ELEMENT_RSN_EXTENSION && p.rsnxe.length == 0)
			p.rsnxe = with_header(&element);
		else if (element.id == ELEMENT_RIC_DATA && !p.ric.octets)
			p.ric = with_header(&element);
	}
	if (r < 0 || !rsne.body || !mde.body || !fte.body || mde.length < 3 ||
	    rsne_parse(&rsne, &p.rsn) < 0 ||
	    fte_parse(&fte, akm ? akm : p.rsn.akms[0], &p.ft) < 0)
		return false;
	end = elements.octets + elements.length;
	p.mobility_domain = get_be16(mde.body);
	p.rsne = with_header(&rsne);
	p.mde = with_header(&mde);
	p.fte = with_header(&fte);
	if (fte.fragmented)
		add_fragments(&p.fte, end);
	bound_by_count(&p, end);
	*ret = p;
	return true;
}
