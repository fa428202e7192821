/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/initramfs.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

/* lib/lab/guest-init.c, linked; carried by guest-init-image.S. */
extern const uint8_t guest_init_image[], guest_init_image_end[];

/* Both the header with the name and the content are padded to four octets. */
static void pad(struct cpio *cpio)
{
	while (cpio->out.length % 4)
		text_add_char(&cpio->out, '\0');
}

void cpio_add(struct cpio *cpio, const char *name, mode_t mode, const void *content,
	      size_t length)
{
	/* magic, ino, mode, uid, gid, nlink, mtime, filesize, the file's and then the
	 * special file's device (major, minor), namesize with its NUL, check */
	text_printf(&cpio->out,
		    "070701%08X%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X",
		    ++cpio->inode, (unsigned)mode, 0u, 0u, 1u, 0u, length, 0u, 0u, 0u, 0u,
		    strlen(name) + 1, 0u);
	text_add_bytes(&cpio->out, name, strlen(name) + 1);
	pad(cpio);
	if (length)
		text_add_bytes(&cpio->out, content, length);
	pad(cpio);
}

void cpio_finish(struct cpio *cpio)
{
	cpio->inode = UINT32_MAX; /* the trailer's is 0 */
	cpio_add(cpio, "TRAILER!!!", 0, NULL, 0);
}

void cpio_clear(struct cpio *cpio)
{
	if (cpio->out.data) /* a job holds secrets */
		explicit_bzero(cpio->out.data, cpio->out.length);
	text_clear(&cpio->out);
}

#define cleanup_cpio_ cleanup_(cpio_clear)

static void add_init(struct cpio *cpio)
{
	/* cppcheck-suppress comparePointers ; two symbols of one section */
	size_t length = (size_t)(guest_init_image_end - guest_init_image);

	cpio_add(cpio, "init", S_IFREG | 0755, guest_init_image, length);
}

#define MODULE_SIZE_MAX (64u << 20)
#define KERNEL_CONFIGURATION_MAX (4u << 20)
#define REGULATORY_SIZE_MAX (1u << 20)
#define SIGNATURE_MARK "~Module signature appended~\n"
#define SIGNATURE_HEADER \
	12 /* struct module_signature, include/linux/module_signature.h */

size_t module_length_unsigned(const uint8_t *module, size_t length)
{
	const size_t mark = strlen(SIGNATURE_MARK);
	const uint8_t *size; /* sig_len, big-endian, is the header's last field */
	size_t rest, signature;

	if (length < mark + SIGNATURE_HEADER ||
	    memcmp(module + length - mark, SIGNATURE_MARK, mark) != 0)
		return length;
	rest = length - mark - SIGNATURE_HEADER;
	size = module + length - mark - 4;
	signature = (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 |
		    size[3];
	return signature > rest ? length : rest - signature;
}

/* A kernel that insists on signatures says so in its configuration; where that cannot
 * be read it is taken for one. */
static bool wants_signatures(const struct guest_kernel *kernel)
{
	cleanup_free_ char *path = memory_printf("/boot/config-%s", kernel->version);
	cleanup_free_ char *configuration = NULL;
	size_t length;

	if (file_read(path, KERNEL_CONFIGURATION_MAX, &configuration, &length, NULL) < 0)
		return true;
	return strstr(configuration, "\nCONFIG_MODULE_SIG_FORCE=y\n");
}

/* The modules come from this machine's own /lib/modules and end with the guest. To
 * check their signatures costs an emulated processor 1.1 billion instructions for
 * the hashes, more than all that they do then. */
static int add_module(struct cpio *cpio, const struct guest_module *module, bool sign,
		      struct text *list, struct error *error)
{
	const char *base = strrchr(module->path, '/') + 1;
	cleanup_free_ char *name = memory_printf("modules/%s", base);
	cleanup_free_ char *content = NULL;
	size_t length;
	int r;

	r = file_read(module->path, MODULE_SIZE_MAX, &content, &length, error);
	if (r < 0)
		return r;
	if (!sign)
		length = module_length_unsigned((const uint8_t *)content, length);
	cpio_add(cpio, name, S_IFREG | 0644, content, length);
	text_printf(list, "%s %s\n", base, module->options);
	return 0;
}

static int add_modules(struct cpio *cpio, const struct guest_kernel *kernel,
		       const struct guest_modules *modules, struct error *error)
{
	cleanup_text_ struct text list = { 0 };
	bool sign = wants_signatures(kernel);
	int r = 0;

	cpio_add(cpio, "modules", S_IFDIR | 0755, NULL, 0);
	for (size_t i = 0; i < modules->count && r >= 0; i++)
		r = add_module(cpio, &modules->items[i], sign, &list, error);
	cpio_add(cpio, "modules/list", S_IFREG | 0644, list.data, list.length);
	return r;
}

/* cfg80211 asks for it as soon as it is loaded, when the root is not there yet, and
 * would not ask again. Without it no access point starts on 5 GHz. */
static int add_regulatory_database(struct cpio *cpio, struct error *error)
{
	static const char *const files[] = { "lib/firmware/regulatory.db",
					     "lib/firmware/regulatory.db.p7s" };

	cpio_add(cpio, "lib", S_IFDIR | 0755, NULL, 0);
	cpio_add(cpio, "lib/firmware", S_IFDIR | 0755, NULL, 0);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		cleanup_free_ char *path = memory_printf("/%s", files[i]);
		cleanup_free_ char *content = NULL;
		size_t length;

		if (file_read(path, REGULATORY_SIZE_MAX, &content, &length, error) < 0) {
			error_remedy(error, "install it: apt install wireless-regdb");
			return -ENOENT;
		}
		cpio_add(cpio, files[i], S_IFREG | 0644, content, length);
	}
	return 0;
}

static int into_memory_file(const struct cpio *cpio, struct error *error)
{
	cleanup_close_ int fd = memfd_create("roamtest-initramfs", MFD_CLOEXEC);
	int r;

	if (fd < 0)
		return error_errno(error, -errno, "cannot make a file in memory");
	r = fd_write_all(fd, cpio->out.data, cpio->out.length);
	if (r < 0)
		return error_errno(error, r, "cannot write the guest's initramfs");
	return TAKE_FD(fd);
}

static void add_job(struct cpio *cpio, const struct guest_job *job)
{
	struct text json = { 0 };

	guest_job_format(job, &json);
	cpio_add(cpio, "job.json", S_IFREG | 0600, json.data, json.length);
	explicit_bzero(json.data, json.length);
	text_clear(&json);
}

int initramfs_make(const struct initramfs_content *content, struct error *error)
{
	static const char *const roots[] = {
		[INITRAMFS_ROOT_9P] = "9p",
		[INITRAMFS_ROOT_HOSTFS] = "hostfs",
	};
	const char *root = roots[content->root];
	cleanup_cpio_ struct cpio cpio = { 0 };
	int r = 0;

	add_init(&cpio);
	if (content->modules)
		r = add_modules(&cpio, content->kernel, content->modules, error);
	if (r >= 0)
		r = add_regulatory_database(&cpio, error);
	if (r < 0)
		return r;
	cpio_add(&cpio, "root", S_IFREG | 0644, root, strlen(root));
	cpio_add(&cpio, "program", S_IFREG | 0644, content->program,
		 strlen(content->program));
	add_job(&cpio, content->job);
	cpio_finish(&cpio);
	return into_memory_file(&cpio, error);
}

int initramfs_make_trial(struct error *error)
{
	cleanup_cpio_ struct cpio cpio = { 0 };

	add_init(&cpio);
	cpio_add(&cpio, "trial", S_IFREG | 0644, TRIAL_TOKEN, strlen(TRIAL_TOKEN));
	cpio_finish(&cpio);
	return into_memory_file(&cpio, error);
}
