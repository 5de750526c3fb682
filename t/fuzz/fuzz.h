
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What the fuzz targets share.  A target is a program of its own: with
 * libFuzzer (make fuzz), or with replay.c, which runs the files it is given.
 * A finding is an abort.
 */


#ifndef _FUZZ_H_INCLUDED_
#define _FUZZ_H_INCLUDED_


#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


/* what must be so */
#define must(x)                                                              \
    do {                                                                     \
        if (!(x)) {                                                          \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #x);  \
            abort();                                                         \
        }                                                                    \
    } while (0)


#endif /* _FUZZ_H_INCLUDED_ */
