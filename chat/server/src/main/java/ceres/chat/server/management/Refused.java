package ceres.chat.server.management;

/** A request that is answered with an error. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String sentence;

  /**
   * @param sentence for a person
   */
  Refused(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
    this.sentence = sentence;
  }

  Answer answer() {
    Answer answer = Answer.error(status, sentence);
    return status == 401 ? answer.with("WWW-Authenticate", "Bearer") : answer;
  }
}
