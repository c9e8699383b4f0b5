package dev.uploadgateway.discretion;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What libraries may log.
 *
 * @param people whether libraries may log people and keys, where their level is set below INFO: for
 *     a machine that has only made-up ones
 */
@ConfigurationProperties("gateway.logging")
record DiscretionProperties(@DefaultValue("false") boolean people) {}
