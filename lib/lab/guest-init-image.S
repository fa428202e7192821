/* SPDX-License-Identifier: BSD-3-Clause */
/* The guest's init as a part of the library, so that roamtest is one file. */
	.section .rodata
	.balign 16
	.globl guest_init_image
	.globl guest_init_image_end
	.type guest_init_image, @object
	.type guest_init_image_end, @object
guest_init_image:
	.incbin GUEST_INIT_PATH
guest_init_image_end:
	.byte 0
	.section .note.GNU-stack, "", @progbits
