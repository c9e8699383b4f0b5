package dev.uploadgateway.console;

import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.audit.Counted;
import dev.uploadgateway.dataset.Caller;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Records who logs in, and of who is refused the number only. */
@Component
class LoginAudit {

  private final Audit audit;
  private final Counted counted;

  LoginAudit(Audit audit, Counted counted) {
    this.audit = audit;
    this.counted = counted;
  }

  void loggedIn(Caller caller) {
    audit.recordBy(caller.getName(), Action.LOGGED_IN, null, null, Map.of());
  }

  void refused() {
    counted.loginRefused();
  }
}
