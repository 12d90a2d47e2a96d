# Two stages: Maven builds the class path of the reelbus command, a JRE runs it.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
# -Pgpl adds x264 and x265; the image is then under the GPL.
ARG MAVEN_OPTIONS=""
RUN mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip ${MAVEN_OPTIONS} package -pl standalone -am

FROM eclipse-temurin:17-jre
# What FFmpeg's capture devices need of the system: ALSA, PulseAudio, X11.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libasound2* libpulse0 libxcb1 libxcb-shm0 libxcb-shape0 libxcb-xfixes0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 reelbus \
    && install -d -o reelbus -g reelbus /data
COPY --from=build /build/reelbus /opt/reelbus/reelbus
COPY --from=build /build/standalone/target/lib /opt/reelbus/lib
RUN ln -s /opt/reelbus/reelbus /usr/local/bin/reelbus
USER reelbus
WORKDIR /data
VOLUME /data
# Every process answers here, also those without an API of their own.
ENV REELBUS_DATA=/data \
    REELBUS_HOST=0.0.0.0 \
    REELBUS_PORT=8080 \
    REELBUS_HEALTH_PORT=8081
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /v1/health HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["reelbus"]
CMD ["--help"]
