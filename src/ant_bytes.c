
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The table behind ant_bytes.h.
 */


#include "ant_bytes.h"


#define W  ANT_BYTES_WORD
#define T  (W|ANT_BYTES_TOKEN)
#define P  (W|ANT_BYTES_PHONE)
#define X  (T|ANT_BYTES_PHONE)


const u_char  ant_bytes_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    /*  !  "  #  $  %  &  '  (  )  *  +  ,  -  .  / */
    W, W, W, W, W, W, W, W, W, W, P, W, W, T, T, W,
    X, X, X, X, X, X, X, X, X, X, T, W, W, W, W, W,
    W, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T,
    T, T, T, T, T, T, T, T, X, T, T, W, W, W, W, T,
    W, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T,
    T, T, T, T, T, T, T, T, X, T, T, W, W, W, W, 0
};


#undef W
#undef T
#undef P
#undef X
