
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The files of a journal: its directory, and one segment after the other.
 * The functions are internal to the journal's files.
 */


#ifndef _ANT_SEGMENT_H_INCLUDED_
#define _ANT_SEGMENT_H_INCLUDED_


#include "ant_format.h"


typedef struct ant_segment_s  ant_segment_t;


struct ant_segment_s {
    ant_segment_t   *next;
    uint64_t         base;      /* lowest sequence that it may hold */
    uint64_t         end;       /* one above its last; 0 while not known */
    uint32_t         number;    /* names the file, means nothing else */
    int              fd;        /* -1 while closed, or in a task */
    u_char          *map;       /* NULL while not mapped, or in a task */
    size_t           size;      /* of the file */
    size_t           used;      /* up to the end of the last record; 0 while
                                   not known */
    unsigned         busy:1;    /* a task of the pool has it */
    unsigned         sealed:1;  /* takes no more records */
    unsigned         cut:1;     /* the file holds records only */
    unsigned         dirty:1;   /* appended to since the last sync began */
    unsigned         failed:1;  /* never synced again, read from the file */
    unsigned         headless:1; /* its header cannot be read */
    unsigned         unread:1;  /* the disk did not give a page of it: the
                                   file is kept for a person at its end */
    volatile u_char  fault;     /* set by the handler of SIGBUS: a page of the
                                   mapping is not the file's any more */
};


/* "%08x.seg" and the zero at its end */
#define ANT_SEGMENT_NAME  13


void ant_segment_name(char *name, uint32_t number);

/* ANT_BAD if it is not the name of a segment */
int ant_segment_number(const char *name, uint32_t *number);

/* A segment of nothing yet: fd -1; NULL if there is no memory. */
ant_segment_t *ant_segment_alloc(uint32_t number);

/* Unmaps and closes. */
void ant_segment_unload(ant_segment_t *s);

/* The same, and frees it. */
void ant_segment_free(ant_segment_t *s);

/* Puts it at the end of a list. */
void ant_segment_append(ant_segment_t **list, ant_segment_t *s);

/*
 * Makes the file with size bytes allocated, and nothing in them yet.  Returns
 * its fd, or -1 with errno and no file.
 */
int ant_segment_allocate(int dir, uint32_t number, size_t size);

/* Writes it once with zeros.  ANT_OK or ANT_ERROR with errno. */
int ant_segment_fill(int fd, size_t size);

/*
 * Maps size bytes, those of fd if it is not -1.  populate: so that the first
 * access of a page is no fault.  NULL with errno.
 */
u_char *ant_segment_map(int fd, size_t size, int populate);

/* Removes what could not be made; keeps errno. */
void ant_segment_discard(int dir, uint32_t number, int fd);

/* fd with the flags (O_RDONLY, O_RDWR), or -1 with errno */
int ant_segment_open(int dir, uint32_t number, int flags);

/* Reads up to len bytes; less at the end of the file.  -1 with errno. */
ssize_t ant_segment_pread(int fd, u_char *buf, size_t len, off_t offset);

/*
 * The same, but pages that the disk does not give (EIO) are those of map, the
 * mapping of the file from its beginning, or zeros if it is NULL.  *unread is
 * 1 if there are such zeros, else it stays as it is; it may be NULL.
 */
ssize_t ant_segment_read(int fd, u_char *buf, size_t len, off_t offset,
    const u_char *map, unsigned *unread);

/* ANT_OK or ANT_ERROR with errno */
int ant_segment_write(int fd, const u_char *buf, size_t len, off_t offset);

/*
 * Opens the directory of a journal and locks it; *dir is then its fd.
 * ANT_AGAIN if someone has the lock, or if it is not there or was replaced;
 * ANT_ERROR with errno.
 */
int ant_segment_lock(int root, const char *name, int *dir);


#endif /* _ANT_SEGMENT_H_INCLUDED_ */
