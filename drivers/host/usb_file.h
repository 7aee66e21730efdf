/* Files that describe simulated USB devices: drvhost-usb(5). */
#pragma once

struct usb_description;

/*
 * 0; or -EINVAL when it cannot be read or has mistakes, which have been said on standard error, -ENOMEM.
 * Otherwise *out is for usb_description_finish().
 */
int usb_file_read(struct usb_description *out, const char *path);
