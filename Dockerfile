# SPDX-License-Identifier: Apache-2.0
#
# docker build -t magneto . && docker run -p 8000:8000 -v magneto-data:/var/lib/magneto magneto
FROM debian:12-slim AS build
WORKDIR /magneto
COPY . .
RUN scripts/package.sh

FROM debian:12-slim
COPY --from=build /magneto/build/package/*.deb /tmp/
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl /tmp/magneto_*.deb \
    && rm -rf /var/lib/apt/lists/* /tmp/magneto_*.deb
USER magneto
# The data is in /var/lib/magneto/magneto-data; `docker run magneto --in-memory` keeps nothing.
WORKDIR /var/lib/magneto
VOLUME /var/lib/magneto
# What can reach the container is decided by the ports that are published. With MAGNETO_AUTH=keys and
# MAGNETO_KEYS, signatures are checked.
ENV MAGNETO_HOST=0.0.0.0 MAGNETO_INSECURE=true
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=2s --start-period=5s CMD ["curl", "-sf", "http://localhost:8000/"]
ENTRYPOINT ["magneto", "serve"]
