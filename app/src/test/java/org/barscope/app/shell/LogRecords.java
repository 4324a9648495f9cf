package org.barscope.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// What libraries have logged: JavaFX says there what is wrong with a stylesheet.
final class LogRecords extends Handler {
  private final List<String> messages = new ArrayList<>();

  /// @param least of this level or a higher one
  LogRecords(Level least) {
    setLevel(least);
  }

  @Override
  public synchronized void publish(LogRecord record) {
    if (isLoggable(record)) {
      messages.add(record.getMessage());
    }
  }

  /// The messages since the last call.
  synchronized List<String> take() {
    List<String> taken = List.copyOf(messages);
    messages.clear();
    return taken;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
