/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/kernel-image.h"

#include <elf.h>
#include <errno.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

#define BZIMAGE_SIZE_MAX (256u << 20)
#define KERNEL_SIZE_MAX (512u << 20)
#define NOTE_PHYS32_ENTRY 18

static uint32_t get_le32(const uint8_t *octets)
{
	return (uint32_t)octets[0] | (uint32_t)octets[1] << 8 |
	       (uint32_t)octets[2] << 16 | (uint32_t)octets[3] << 24;
}

int bzimage_payload(const uint8_t *image, size_t length, const uint8_t **ret_payload,
		    size_t *ret_length)
{
	size_t sectors, start, size;

	/* "HdrS" and protocol 2.08, which brought the two fields. */
	if (length < 0x250 || memcmp(image + 0x202, "HdrS", 4) != 0 ||
	    (image[0x206] | image[0x207] << 8) < 0x208)
		return -EINVAL;
	sectors = image[0x1f1] ? image[0x1f1] : 4;
	start = (sectors + 1) * 512 + get_le32(image + 0x248);
	size = get_le32(image + 0x24c);
	if (start > length || size > length - start)
		return -EINVAL;
	*ret_payload = image + start;
	*ret_length = size;
	return 0;
}

static bool notes_have_entry(const uint8_t *notes, size_t length)
{
	while (length >= sizeof(Elf64_Nhdr)) {
		Elf64_Nhdr note;
		size_t size;

		memcpy(&note, notes, sizeof(note));
		if (note.n_namesz > length || note.n_descsz > length)
			return false;
		size = sizeof(note) + ((note.n_namesz + 3u) & ~3u) +
		       ((note.n_descsz + 3u) & ~3u);
		if (size > length)
			return false;
		if (note.n_type == NOTE_PHYS32_ENTRY && note.n_namesz == 4 &&
		    memcmp(notes + sizeof(note), "Xen", 4) == 0)
			return true;
		notes += size;
		length -= size;
	}
	return false;
}

bool elf_has_pvh_entry(const uint8_t *elf, size_t length)
{
	Elf64_Ehdr header;

	if (length < sizeof(header) || memcmp(elf, ELFMAG, SELFMAG) != 0 ||
	    elf[EI_CLASS] != ELFCLASS64)
		return false;
	memcpy(&header, elf, sizeof(header));
	for (unsigned i = 0; i < header.e_phnum; i++) {
		uint64_t at = header.e_phoff + (uint64_t)i * sizeof(Elf64_Phdr);
		Elf64_Phdr segment;

		if (at > length || length - at < sizeof(segment))
			return false;
		memcpy(&segment, elf + at, sizeof(segment));
		if (segment.p_type != PT_NOTE || segment.p_offset > length ||
		    segment.p_filesz > length - segment.p_offset)
			continue;
		if (notes_have_entry(elf + segment.p_offset, segment.p_filesz))
			return true;
	}
	return false;
}

/* The payload is an xz stream with the unpacked size in four octets behind it, which
 * is what the kernel's own build adds (scripts/Makefile.lib, size_append). */
static int unpack_xz(const uint8_t *payload, size_t length, uint8_t **ret,
		     size_t *ret_length)
{
	uint64_t memory_limit = KERNEL_SIZE_MAX;
	size_t in = 0, out = 0, size;
	uint8_t *kernel;

	if (length < 10 || memcmp(payload,
				  "\xfd"
				  "7zXZ",
				  6) != 0)
		return -ENOTSUP;
	size = get_le32(payload + length - 4);
	if (size > KERNEL_SIZE_MAX)
		return -ENOTSUP;
	kernel = memory_zero(1, size);
	if (lzma_stream_buffer_decode(&memory_limit, 0, NULL, payload, &in, length,
				      kernel, &out, size) != LZMA_OK ||
	    out != size) {
		free(kernel);
		return -ENOTSUP;
	}
	*ret = kernel;
	*ret_length = size;
	return 0;
}

int kernel_image_unpack(const char *path)
{
	cleanup_free_ char *image = NULL;
	cleanup_free_ uint8_t *kernel = NULL;
	cleanup_close_ int fd = -1;
	const uint8_t *payload;
	size_t length;

	if (file_read(path, BZIMAGE_SIZE_MAX, &image, &length, NULL) < 0 ||
	    bzimage_payload((const uint8_t *)image, length, &payload, &length) < 0 ||
	    unpack_xz(payload, length, &kernel, &length) < 0 ||
	    !elf_has_pvh_entry(kernel, length))
		return -ENOTSUP;
	fd = memfd_create("roamtest-kernel", MFD_CLOEXEC);
	if (fd < 0 || fd_write_all(fd, kernel, length) < 0)
		return -ENOTSUP;
	return TAKE_FD(fd);
}
