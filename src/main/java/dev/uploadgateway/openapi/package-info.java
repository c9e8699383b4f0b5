/** OpenAPI: hands out the description of {@code /v1}, which is kept by hand and knows no room. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.uploadgateway.openapi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
