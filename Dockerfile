# nginx with the module, as a user that is not root.  All that it writes is in
# one volume, so the root file system may be read-only:
#
#   docker build --tag ant-webhook .
#   docker run --read-only --publish 8080:8080 --volume ant:/var/lib/nginx \
#              --env ANT_WEBHOOK_REDIS=redis.example.com:6379 ant-webhook
#
# image/start says what else may be set.  For all else mount an nginx.conf of
# your own at /etc/nginx/nginx.conf: image/nginx.conf is where to begin.

FROM docker.io/library/debian:trixie-slim AS build

RUN apt-get update && apt-get install -y --no-install-recommends make

COPY . /src
WORKDIR /src

RUN make clean && make && make install DESTDIR=/image


FROM docker.io/library/debian:trixie-slim

# curl is for the HEALTHCHECK.  A machine id would be that of the image, and
# tells nothing: without one, a journal is no copy on any machine.

RUN apt-get update \
    && apt-get install -y --no-install-recommends curl nginx \
    && rm -rf /var/lib/apt/lists/* /etc/machine-id /var/lib/nginx \
    && install -d -m 755 -o www-data -g www-data /var/lib/nginx

COPY --from=build /image /
COPY image/nginx.conf /etc/nginx/nginx.conf
COPY image/start /usr/local/bin/ant-webhook-start

# www-data, as a number, because Kubernetes cannot tell a name from root

USER 33:33

ENV ANT_WEBHOOK_REDIS=127.0.0.1:6379 \
    ANT_WEBHOOK_HEALTH=http://127.0.0.1:8080/ant-health

VOLUME /var/lib/nginx
EXPOSE 8080 8081
STOPSIGNAL SIGQUIT

HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
    CMD curl --fail --silent --output /dev/null "$ANT_WEBHOOK_HEALTH"

ENTRYPOINT ["ant-webhook-start"]
CMD ["nginx", "-g", "daemon off;"]
