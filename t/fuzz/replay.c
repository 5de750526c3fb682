
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Runs a fuzz target on each file of the directories that are named, once:
 * the kept corpora as a test, without libFuzzer.
 */


#include "fuzz.h"

#include <dirent.h>


static void
replay_file(const char *path)
{
    FILE    *f;
    size_t   size;
    uint8_t *data;
    static uint8_t  buf[1 << 20];

    f = fopen(path, "rb");

    if (f == NULL) {
        perror(path);
        exit(1);
    }

    size = fread(buf, 1, sizeof(buf), f);
    fclose(f);

    /* of just that size, so that a look behind its end is seen */

    data = malloc(size ? size : 1);
    must(data != NULL);

    memcpy(data, buf, size);

    (void) LLVMFuzzerTestOneInput(data, size);

    free(data);
}


static unsigned
replay_directory(const char *path)
{
    DIR            *d;
    char            name[4096];
    unsigned        n;
    struct dirent  *e;

    d = opendir(path);

    if (d == NULL) {
        perror(path);
        exit(1);
    }

    for (n = 0; (e = readdir(d)) != NULL; /* void */ ) {

        if (e->d_name[0] == '.') {
            continue;
        }

        snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
        replay_file(name);
        n++;
    }

    closedir(d);

    return n;
}


int
main(int argc, char **argv)
{
    int       i;
    unsigned  n;

    n = 0;

    for (i = 1; i < argc; i++) {
        n += replay_directory(argv[i]);
    }

    printf("%u inputs\n", n);

    return n ? 0 : 1;
}
