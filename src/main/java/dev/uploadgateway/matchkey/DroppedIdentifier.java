package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;

/** An identifier of which one value is not sent, and why. */
public record DroppedIdentifier(Identifier identifier, DropReason reason) {}
