# Build the jar first (mvn package), then: docker build -t gatewatch .
# A read-only container needs one place to write to: docker run --read-only --tmpfs /tmp ...
ARG BASE_IMAGE=docker.io/library/eclipse-temurin:17-jre

FROM ${BASE_IMAGE} AS layers
WORKDIR /build
COPY target/gatewatch.jar gatewatch.jar
RUN java -Djarmode=tools -jar gatewatch.jar extract --layers --destination layers

FROM ${BASE_IMAGE}
WORKDIR /opt/gatewatch
# What changes least comes first, so that a new version is a small layer.
COPY --from=layers /build/layers/dependencies/ ./
COPY --from=layers /build/layers/spring-boot-loader/ ./
COPY --from=layers /build/layers/snapshot-dependencies/ ./
COPY --from=layers /build/layers/application/ ./
# A number and no name, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8080 8081
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "gatewatch.jar"]
