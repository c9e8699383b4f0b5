package dev.uploadgateway.erasure;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.file.FileErasures;
import dev.uploadgateway.matchkey.Sought;

/** Whether a row of a file is about the person. */
record PersonInRows(Sought person) implements FileErasures.Wanted {

  @Override
  public boolean is(Customer customer) {
    return person.is(customer);
  }

  @Override
  public boolean isWrittenAs(String cell) {
    return person.isWrittenAs(cell);
  }
}
