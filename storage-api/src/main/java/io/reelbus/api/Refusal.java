package io.reelbus.api;

/** A request that is refused with a problem. Without a stack trace: it is an answer, not a bug. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refusal(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }

  static Refusal of(String name, String detail) {
    return new Refusal(new Problem(Problem.statusOf(name), name, detail));
  }

  static Refusal field(String name, String field, String detail, String expected) {
    return new Refusal(new Problem(Problem.statusOf(name), name, detail, field, expected));
  }

  static Refusal notFound(String what, String id) {
    return of("NotFoundError", what + " " + id + " is not known");
  }

  static Refusal full(String what, int limit) {
    return of("QuotaExceededError", what + ": " + limit + " at the same time is the limit");
  }
}
