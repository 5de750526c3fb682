
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * All is in ngx_config.h.
 */


#ifndef _NGX_CORE_H_INCLUDED_
#define _NGX_CORE_H_INCLUDED_


#include "ngx_config.h"


#endif /* _NGX_CORE_H_INCLUDED_ */
