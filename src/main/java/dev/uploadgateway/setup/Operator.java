package dev.uploadgateway.setup;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the rule of a custom conversion compares with. Those that Meta's own code reads in such
 * rules (its mobile SDKs: {@code MACARuleMatchingManager} for Android, {@code
 * _AEMAdvertiserRuleFactory} for iOS); a list of them is not documented.
 */
enum Operator {
  EQ(Operand.TEXT),
  NEQ(Operand.TEXT),
  CONTAINS(Operand.TEXT),
  NOT_CONTAINS(Operand.TEXT),
  I_CONTAINS(Operand.TEXT),
  I_NOT_CONTAINS(Operand.TEXT),
  STARTS_WITH(Operand.TEXT),
  I_STARTS_WITH(Operand.TEXT),
  REGEX_MATCH(Operand.TEXT),
  LT(Operand.NUMBER),
  LTE(Operand.NUMBER),
  GT(Operand.NUMBER),
  GTE(Operand.NUMBER),
  IS_ANY(Operand.LIST),
  IS_NOT_ANY(Operand.LIST),
  I_IS_ANY(Operand.LIST),
  I_IS_NOT_ANY(Operand.LIST);

  /** What stands to the right of it. */
  enum Operand {
    TEXT,
    NUMBER,
    LIST
  }

  private final Operand operand;

  Operator(Operand operand) {
    this.operand = operand;
  }

  static Optional<Operator> of(String name) {
    return Arrays.stream(values()).filter(operator -> operator.wireName().equals(name)).findFirst();
  }

  /** As Meta spells it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  Operand operand() {
    return operand;
  }
}
