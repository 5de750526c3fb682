# nginx with the module.  Mount your own /etc/nginx/nginx.conf, and a volume
# at /var/lib/nginx/ant_webhook, where the journal lives:
#
#   docker build --tag ant-webhook .
#   docker run -p 8080:8080 -v ./nginx.conf:/etc/nginx/nginx.conf:ro \
#              -v ant-journal:/var/lib/nginx/ant_webhook ant-webhook

FROM docker.io/library/debian:trixie-slim AS build

RUN apt-get update && apt-get install -y --no-install-recommends make

COPY . /src
WORKDIR /src

RUN make clean && make && make install DESTDIR=/image


FROM docker.io/library/debian:trixie-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends nginx \
    && rm -rf /var/lib/apt/lists/* \
    && ln -sf /dev/stdout /var/log/nginx/access.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log

COPY --from=build /image /
COPY examples/nginx.conf /etc/nginx/nginx.conf

VOLUME /var/lib/nginx/ant_webhook
EXPOSE 8080
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
