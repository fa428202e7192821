/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/guest-kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libkmod.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"

#define REMEDY "install a kernel that has them: apt install linux-image-amd64"

/* What a lab needs of a kernel. The first ones bring up the root file system and the
 * channel to the host, the rest the site. The algorithms are what mac80211 and
 * WireGuard would otherwise have the kernel load with modprobe in the middle of the
 * first handshake, where it is measured (net/mac80211/key.c, aes_cmac.c). */
static const struct {
	const char *name, *options;
	bool optional;
} needed[] = {
	{ "virtio_pci", "", false },
	{ "9pnet_virtio", "", false },
	{ "9p", "", false },
	{ "overlay", "", false },
	{ "virtio_console", "", false },
	/* The country of the generated configurations. */
	{ "cfg80211", "ieee80211_regdom=US", false },
	{ "mac80211_hwsim", "radios=0", false },
	{ "bridge", "", false },
	{ "veth", "", false },
	{ "wireguard", "", false },
	{ "sch_netem", "", true }, /* where a scenario's backbone is slow */
	{ "crypto-ccm", "", true },
	{ "crypto-cmac", "", true },
	{ "crypto-gcm", "", true },
};

void guest_kernel_clear(struct guest_kernel *kernel)
{
	if (!kernel)
		return;
	free(kernel->image);
	free(kernel->version);
	free(kernel->modules);
	memset(kernel, 0, sizeof(*kernel));
}

void guest_modules_clear(struct guest_modules *modules)
{
	if (!modules)
		return;
	for (size_t i = 0; i < modules->count; i++)
		free(modules->items[i].path);
	free(modules->items);
	memset(modules, 0, sizeof(*modules));
}

static unsigned get_le16(const uint8_t *octets)
{
	return (unsigned)octets[0] | (unsigned)octets[1] << 8;
}

int bzimage_version(const uint8_t *image, size_t length,
		    char ret_version[static KERNEL_VERSION_MAX])
{
	size_t start, end;

	/* boot_flag, the magic "HdrS", and protocol 2.00, which brought the field. */
	if (length < 0x210 || get_le16(image + 0x1fe) != 0xaa55 ||
	    memcmp(image + 0x202, "HdrS", 4) != 0 || get_le16(image + 0x206) < 0x200)
		return -EINVAL;
	start = get_le16(image + 0x20e);
	if (!start)
		return -EINVAL;
	start += 0x200;
	for (end = start; end < length && end - start < KERNEL_VERSION_MAX; end++) {
		uint8_t c = image[end];

		if (c == '\0' || c == ' ') {
			if (end == start)
				return -EINVAL;
			memcpy(ret_version, image + start, end - start);
			ret_version[end - start] = '\0';
			return 0;
		}
		/* It becomes a part of a path. */
		if (c < '!' || c > '~' || c == '/')
			return -EINVAL;
	}
	return -EINVAL;
}

/* The header and its strings lie in the real-mode part, at most 64 sectors. */
#define BZIMAGE_HEAD ((size_t)64 * 512)

static int read_version(const char *image, char **ret, struct error *error)
{
	cleanup_close_ int fd = open(image, O_RDONLY | O_CLOEXEC);
	char version[KERNEL_VERSION_MAX];
	cleanup_free_ uint8_t *head = NULL;
	ssize_t n;
	int r;

	if (fd < 0) {
		r = error_errno(error, -errno, "cannot read the kernel %s", image);
		if (r == -EACCES)
			error_remedy(error, "let everybody read it: sudo chmod a+r %s",
				     image);
		return r;
	}
	head = memory_zero(1, BZIMAGE_HEAD);
	n = pread(fd, head, BZIMAGE_HEAD, 0);
	if (n < 0)
		return error_errno(error, -errno, "cannot read the kernel %s", image);
	r = bzimage_version(head, (size_t)n, version);
	if (r < 0)
		return error_set(error, r, "%s is not an x86 Linux kernel (bzImage)",
				 image);
	*ret = memory_strdup(version);
	return 0;
}

static void kmod_unrefp(struct kmod_ctx **ctx)
{
	kmod_unref(*ctx);
}

static void module_add(struct guest_modules *modules, struct kmod_module *module,
		       const char *options)
{
	const char *path = kmod_module_get_path(module);

	if (!path) /* built in */
		return;
	for (size_t i = 0; i < modules->count; i++) {
		if (strcmp(modules->items[i].path, path) == 0)
			return;
	}
	*array_add(modules->items, modules->count, modules->capacity) =
		(struct guest_module){ .path = memory_strdup(path), .options = options };
}

static int module_resolve(struct kmod_ctx *ctx, const char *name, const char *options,
			  struct guest_modules *modules)
{
	struct kmod_list *found = NULL, *dependencies, *i, *j;
	int r = kmod_module_new_from_lookup(ctx, name, &found);

	if (r < 0)
		return r;
	if (!found)
		return -ENOENT;
	kmod_list_foreach(i, found)
	{
		struct kmod_module *module = kmod_module_get_module(i);

		/* libkmod gives them in the order of loading. */
		dependencies = kmod_module_get_dependencies(module);
		kmod_list_foreach(j, dependencies)
		{
			struct kmod_module *dependency = kmod_module_get_module(j);

			module_add(modules, dependency, "");
			kmod_module_unref(dependency);
		}
		kmod_module_unref_list(dependencies);
		module_add(modules, module, options);
		kmod_module_unref(module);
	}
	kmod_module_unref_list(found);
	return 0;
}

static int find_modules(const struct guest_kernel *kernel, struct guest_modules *ret,
			struct error *error)
{
	/* This machine's modprobe.d is about this machine's hardware. */
	const char *no_configuration = NULL;
	cleanup_(kmod_unrefp) struct kmod_ctx *ctx =
		kmod_new(kernel->modules, &no_configuration);

	if (!ctx || kmod_load_resources(ctx) < 0) {
		error_set(error, -ENOENT, "the kernel %s (%s) has no modules in %s",
			  kernel->version, kernel->image, kernel->modules);
		error_remedy(error, "install its modules there, or " REMEDY);
		return -ENOENT;
	}
	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		int r = module_resolve(ctx, needed[i].name, needed[i].options, ret);

		if (r < 0 && !needed[i].optional) {
			error_set(error, -ENOENT,
				  "the kernel %s (%s) lacks the module %s",
				  kernel->version, kernel->image, needed[i].name);
			error_remedy(error, REMEDY);
			return -ENOENT;
		}
	}
	return 0;
}

static int try_image(const char *image, struct guest_kernel *ret,
		     struct guest_modules *ret_modules, struct error *error)
{
	struct guest_kernel kernel = { 0 };
	struct guest_modules modules = { 0 };
	int r = read_version(image, &kernel.version, error);

	if (r < 0)
		return r;
	kernel.image = memory_strdup(image);
	kernel.modules = memory_printf("/lib/modules/%s", kernel.version);
	r = find_modules(&kernel, &modules, error);
	if (r < 0) {
		guest_kernel_clear(&kernel);
		guest_modules_clear(&modules);
		return r;
	}
	*ret = kernel;
	*ret_modules = modules;
	return 0;
}

static int newest_first(const void *a, const void *b)
{
	return strverscmp(*(char *const *)b, *(char *const *)a);
}

int guest_kernel_find(const char *image, struct guest_kernel *ret,
		      struct guest_modules *ret_modules, struct error *error)
{
	glob_t images = { 0 };
	int r = -ENOENT;

	if (image) {
		r = try_image(image, ret, ret_modules, error);
		return r == -EACCES ? -ENOENT : r;
	}
	if (glob("/boot/vmlinuz-*", 0, NULL, &images) == 0)
		qsort(images.gl_pathv, images.gl_pathc, sizeof(char *), newest_first);
	/* What is wrong with the newest is what the person gets to hear. */
	for (size_t i = 0; i < images.gl_pathc && r < 0; i++)
		r = try_image(images.gl_pathv[i], ret, ret_modules, i ? NULL : error);
	if (!images.gl_pathc) {
		error_set(error, -ENOENT, "there is no kernel for the lab in /boot");
		error_remedy(error, "install one: apt install linux-image-amd64");
	}
	globfree(&images);
	if (r >= 0)
		error_clear(error);
	return r < 0 ? -ENOENT : 0;
}
