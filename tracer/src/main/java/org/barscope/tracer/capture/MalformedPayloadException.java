package org.barscope.tracer.capture;

/// A payload is not what its kind asks for; the event is then kept as unknown.
final class MalformedPayloadException extends Exception {
  private static final long serialVersionUID = 1;

  private final String problem;

  MalformedPayloadException(String problem) {
    super(problem, null, false, false); // thrown for every malformed row of a large file
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
