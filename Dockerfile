# The gateway on the parts of a JDK that it uses, without a shell, as a user without rights. Build it from the jar:
#   ./mvnw package && docker build -t upload-gateway .
ARG JDK=eclipse-temurin:25-jdk
ARG BASE=gcr.io/distroless/base-nossl-debian12:nonroot

FROM ${JDK} AS build
# Locale data for names of countries, charsets for files, the HTTP server for the sandbox, JFR and its file for the curious.
RUN jlink --output /runtime --no-header-files --no-man-pages --strip-java-debug-attributes \
    --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
COPY target/upload-gateway.jar /tmp/upload-gateway.jar
RUN java -Djarmode=tools -jar /tmp/upload-gateway.jar extract --layers --destination /layers \
 && mkdir /app && cp -a /layers/dependencies/. /layers/application/. /app/
# Starts the gateway up to the point where it would ask a database, and keeps what the JVM loaded, linked and compiled on
# the way; tasks that fall due meanwhile miss the database, and keep that to themselves. The file fits this runtime, this jar
# and its time only, so it is made here, and its layers are copied as they are.
RUN cd /app && /runtime/bin/java -XX:AOTCacheOutput=/layers/upload-gateway.aot -Xms64m -Dspring.context.exit=onRefresh \
      -Dspring.flyway.enabled=false -Dspring.datasource.url=jdbc:postgresql://localhost/none \
      -Dspring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access=false \
      -Dspring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect \
      -Dgateway.seal.key="$(head -c 32 /dev/urandom | base64)" -Xlog:aot=error \
      -Dlogging.level.root=error -Dlogging.level.org.springframework.scheduling=off \
      -jar /app/upload-gateway.jar \
 && chmod a+r /layers/upload-gateway.aot

FROM ${BASE}
ARG VERSION=unknown
LABEL org.opencontainers.image.title="Upload gateway" \
      org.opencontainers.image.description="Takes raw conversions from shops, keeps them safe in Postgres, and delivers them hashed to Meta" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
# One pool of native memory for each of many threads would never be given back.
ENV PATH=/runtime/bin MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /runtime /runtime
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/application/ ./
COPY --from=build /layers/upload-gateway.aot ./
USER 65532:65532
# the business port; management, which is nobody's but the operator's; the sandbox, where it is asked for
EXPOSE 8080 8081 8090
HEALTHCHECK --interval=10s --timeout=10s --start-period=180s --retries=3 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "/app/upload-gateway.jar", "dev.uploadgateway.HealthCheck"]
# The heap is a share of the container's memory, and the buffers of calls and compiled code have bounds of their own: together
# they fit into 512 MB. Its least size is what the cache takes, which a small container would not begin with. Further flags go in
# JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", "-XX:AOTCache=/app/upload-gateway.aot", "-Xms64m", "-XX:MaxRAMPercentage=40", "-XX:MaxDirectMemorySize=64m", \
  "-XX:ReservedCodeCacheSize=96m", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/upload-gateway.jar"]
