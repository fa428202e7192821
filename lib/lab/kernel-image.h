/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel proper out of a bzImage, as a memory file that can be inherited.
 *
 * An emulated processor takes three seconds to unpack the stock kernel, this machine's
 * own half a second; and the kernel can be entered directly where it has a PVH entry
 * point (CONFIG_PVH). Returns the descriptor, or -ENOTSUP: boot the bzImage as it is. */
int kernel_image_unpack(const char *path);

/* The compressed kernel in a bzImage (Documentation/x86/boot.rst, payload_offset and
 * payload_length). 0 or -EINVAL. */
int bzimage_payload(const uint8_t *image, size_t length, const uint8_t **ret_payload,
		    size_t *ret_length);
/* Whether an ELF file of 64 bits has the note that names a PVH entry point
 * (XEN_ELFNOTE_PHYS32_ENTRY, include/xen/interface/elfnote.h). */
bool elf_has_pvh_entry(const uint8_t *elf, size_t length);
