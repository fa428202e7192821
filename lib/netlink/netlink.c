/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <string.h>
#include <sys/socket.h>

#include "base/cleanup.h"

/* The inverse of libnl's nl_syserr2nlerr(), which maps several errnos to one. */
static const int nle_errnos[] = {
	[NLE_FAILURE] = EIO,
	[NLE_INTR] = EINTR,
	[NLE_BAD_SOCK] = EBADF,
	[NLE_AGAIN] = EAGAIN,
	[NLE_NOMEM] = ENOMEM,
	[NLE_EXIST] = EEXIST,
	[NLE_INVAL] = EINVAL,
	[NLE_RANGE] = ERANGE,
	[NLE_MSGSIZE] = EMSGSIZE,
	[NLE_OPNOTSUPP] = EOPNOTSUPP,
	[NLE_AF_NOSUPPORT] = EAFNOSUPPORT,
	[NLE_OBJ_NOTFOUND] = ENOENT,
	[NLE_NOATTR] = ENODATA,
	[NLE_MISSING_ATTR] = ENODATA,
	[NLE_AF_MISMATCH] = EAFNOSUPPORT,
	[NLE_SEQ_MISMATCH] = EPROTO,
	[NLE_MSG_OVERFLOW] = ENOBUFS,
	[NLE_MSG_TRUNC] = EMSGSIZE,
	[NLE_NOADDR] = EADDRNOTAVAIL,
	[NLE_SRCRT_NOSUPPORT] = EOPNOTSUPP,
	[NLE_MSG_TOOSHORT] = EBADMSG,
	[NLE_MSGTYPE_NOSUPPORT] = EOPNOTSUPP,
	[NLE_OBJ_MISMATCH] = EINVAL,
	[NLE_NOCACHE] = ENOENT,
	[NLE_BUSY] = EBUSY,
	[NLE_PROTO_MISMATCH] = EPROTONOSUPPORT,
	[NLE_NOACCESS] = EACCES,
	[NLE_PERM] = EPERM,
	[NLE_PKTLOC_FILE] = EIO,
	[NLE_PARSE_ERR] = EBADMSG,
	[NLE_NODEV] = ENODEV,
	[NLE_IMMUTABLE] = EROFS,
	[NLE_DUMP_INTR] = EAGAIN,
	[NLE_ATTRSIZE] = EMSGSIZE,
};

int netlink_errno(int nle)
{
	if (nle < 0)
		nle = -nle;
	if (nle == NLE_SUCCESS)
		return 0;
	if ((size_t)nle >= ARRAY_SIZE(nle_errnos) || !nle_errnos[nle])
		return -EIO;
	return -nle_errnos[nle];
}

static int open_protocol(int protocol, struct nl_sock **ret, struct error *error)
{
	struct nl_sock *sock = nl_socket_alloc();
	int one = 1, nle;

	if (!sock)
		return error_errno(error, -ENOMEM, "cannot make a netlink socket");
	nle = nl_connect(sock, protocol); /* close-on-exec by itself */
	if (nle < 0) {
		nl_socket_free(sock);
		return error_errno(error, netlink_errno(nle),
				   "cannot open a netlink socket");
	}
	/* A kernel before 4.12 has no texts to give: then errors are only numbers. */
	setsockopt(nl_socket_get_fd(sock), SOL_NETLINK, NETLINK_EXT_ACK, &one,
		   sizeof(one));
	/* A refused request is not sent back: it may hold a private key. */
	setsockopt(nl_socket_get_fd(sock), SOL_NETLINK, NETLINK_CAP_ACK, &one,
		   sizeof(one));
	*ret = sock;
	return 0;
}

int genetlink_open(struct nl_sock **ret, struct error *error)
{
	return open_protocol(NETLINK_GENERIC, ret, error);
}

int rtnetlink_open(struct nl_sock **ret, struct error *error)
{
	return open_protocol(NETLINK_ROUTE, ret, error);
}

void netlink_close(struct nl_sock *sock)
{
	nl_socket_free(sock);
}

int genetlink_family(struct nl_sock *sock, const char *name, struct error *error)
{
	int r = genl_ctrl_resolve(sock, name);

	if (r >= 0)
		return r;
	r = netlink_errno(r);
	if (r == -ENOENT)
		return error_set(error, r, "the kernel has no generic netlink family %s",
				 name);
	return error_errno(error, r, "cannot look up the generic netlink family %s",
			   name);
}

int genetlink_group(struct nl_sock *sock, const char *family, const char *group,
		    struct error *error)
{
	int r = genl_ctrl_resolve_grp(sock, family, group);

	if (r >= 0)
		return r;
	r = netlink_errno(r);
	if (r == -ENOENT)
		return error_set(error, r, "the kernel's %s has no multicast group %s",
				 family, group);
	return error_errno(error, r, "cannot look up the multicast group %s of %s", group,
			   family);
}

/* An extended acknowledgement's text is bounded by the kernel's own sources; what
 * would be longer is cut. */
#define EXTACK_MAX 256

struct request {
	int (*each)(struct nl_msg *msg, void *userdata);
	void *userdata;
	int each_error;	  /* what each returned, if negative */
	int kernel_error; /* what the kernel answered, -errno */
	bool done;
	char extack[EXTACK_MAX];
};

static int on_valid(struct nl_msg *msg, void *arg)
{
	struct request *request = arg;
	int r;

	/* After each has stopped, the rest is still read: what stayed in the socket
	 * would be taken for the answer to the next request. */
	if (request->each && !request->each_error) {
		r = request->each(msg, request->userdata);
		if (r < 0)
			request->each_error = r;
	}
	return NL_OK;
}

static int on_done(struct nl_msg *msg, void *arg)
{
	struct request *request = arg;

	(void)msg;
	request->done = true;
	return NL_STOP;
}

/* Documentation/userspace-api/netlink/intro.rst, "Ext ACK": the attributes follow
 * the request's copy, or its header alone where NLM_F_CAPPED is set. */
static void take_extack(const struct nlmsgerr *answer, struct request *request)
{
	const struct nlmsghdr *header = (const struct nlmsghdr *)answer - 1;
	size_t offset = sizeof(*answer), length;
	struct nlattr *attr, *attrs;
	int left;

	if (!(header->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(header->nlmsg_flags & NLM_F_CAPPED)) {
		if (answer->msg.nlmsg_len < NLMSG_HDRLEN)
			return;
		offset += NLMSG_ALIGN(answer->msg.nlmsg_len) - NLMSG_HDRLEN;
	}
	if (header->nlmsg_len < NLMSG_HDRLEN + offset)
		return;
	length = header->nlmsg_len - NLMSG_HDRLEN - offset;
	attrs = (struct nlattr *)((uint8_t *)(uintptr_t)answer + offset);
	nla_for_each_attr(attr, attrs, (int)length, left)
	{
		if (nla_type(attr) != NLMSGERR_ATTR_MSG)
			continue;
		nla_strlcpy(request->extack, attr, sizeof(request->extack));
	}
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *answer, void *arg)
{
	struct request *request = arg;

	(void)from;
	request->kernel_error = answer->error;
	request->done = true;
	take_extack(answer, request);
	return NL_STOP;
}

static void nl_cb_putp(struct nl_cb **cb)
{
	if (*cb)
		nl_cb_put(*cb);
}

/* A request may hold a private key (WireGuard's). */
static void wipe_and_free(struct nl_msg *msg)
{
	explicit_bzero(nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len);
	nlmsg_free(msg);
}

int netlink_request(struct nl_sock *sock, struct nl_msg *msg,
		    int (*each)(struct nl_msg *msg, void *userdata), void *userdata,
		    const char *what, struct error *error)
{
	cleanup_(nl_cb_putp) struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	struct request request = { .each = each, .userdata = userdata };
	int nle;

	if (!cb) {
		wipe_and_free(msg);
		return error_errno(error, -ENOMEM, "cannot %s", what);
	}
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, &request);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_done, &request);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_done, &request);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, &request);

	nle = nl_send_auto(sock, msg);
	wipe_and_free(msg);
	while (nle >= 0 && !request.done)
		nle = nl_recvmsgs(sock, cb);

	if (request.kernel_error) {
		if (request.extack[0])
			return error_errno(error, request.kernel_error, "cannot %s: %s",
					   what, request.extack);
		return error_errno(error, request.kernel_error, "cannot %s", what);
	}
	if (nle < 0)
		return error_errno(error, netlink_errno(nle), "cannot %s", what);
	if (request.each_error)
		return error_errno(error, request.each_error, "cannot %s", what);
	return 0;
}
