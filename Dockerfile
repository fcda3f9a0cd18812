# docker build -t gatewatch .                                            compiles inside; nothing else is needed
# docker build -t gatewatch --build-arg JAR=target/gatewatch.jar .       takes the jar of "mvn package"
# docker run --read-only --tmpfs /tmp --cap-drop ALL ... gatewatch       see docs/operations.md
ARG BUILD_IMAGE=docker.io/library/maven:3.9-eclipse-temurin-17
ARG BASE_IMAGE=docker.io/library/eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS layers
ARG JAR=""
WORKDIR /build
COPY . .
RUN if [ -z "$JAR" ]; then mvn -B -ntp -q -Dmaven.test.skip=true -Dspotless.check.skip=true package; fi && \
    java -Djarmode=tools -jar "${JAR:-target/gatewatch.jar}" extract --layers --destination layers

FROM ${BASE_IMAGE}
WORKDIR /opt/gatewatch
# What changes least comes first, so that a new version is a small layer.
COPY --from=layers /build/layers/dependencies/ ./
COPY --from=layers /build/layers/spring-boot-loader/ ./
COPY --from=layers /build/layers/snapshot-dependencies/ ./
COPY --from=layers /build/layers/application/ ./
# A start with nothing around it teaches the JVM which classes are needed; they are then mapped instead of loaded. Before
# JDK 25 there is no such cache in one step, and the image works without.
ARG AOT_CACHE=true
COPY src/main/docker/train.sh /tmp/train.sh
RUN sh /tmp/train.sh "$AOT_CACHE" && rm -rf /tmp/*

ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Gatewatch" \
      org.opencontainers.image.description="The history that HPE Aruba Networking Central's gateway HTTP tests never kept" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# A number and no name, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8080 8081
ENTRYPOINT ["java", "@jvm.options", "-jar", "gatewatch.jar"]
