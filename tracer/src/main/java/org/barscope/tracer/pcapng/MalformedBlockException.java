package org.barscope.tracer.pcapng;

/// A block does not follow the standard; the reader adds where.
final class MalformedBlockException extends Exception {
  private static final long serialVersionUID = 1;

  private final String problem;

  MalformedBlockException(String problem) {
    super(problem);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
