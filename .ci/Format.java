import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Checks or rewrites the layout of every Java source with google-java-format.
///
/// `mvn verify` runs it as `check`, `.ci/format` as `write`. What is wrong is printed and left as a
/// file, which the build then refuses: a failing exit code would bury the list under a stack trace.
final class Format {
  private Format() {}

  /// @param args the root of the checkout, `check` or `write`, and the file to leave
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    boolean write = args[1].equals("write");
    Path failure = Path.of(args[2]);
    Files.deleteIfExists(failure);

    List<String> command = new ArrayList<>();
    command.addAll(write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    command.addAll(sources(root));
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    StringWriter changed = new StringWriter();
    StringWriter errors = new StringWriter();
    int exit =
        formatter.run(
            new PrintWriter(changed), new PrintWriter(errors), command.toArray(String[]::new));

    changed.toString().lines().forEach(name -> report("not formatted: " + name, root));
    errors.toString().lines().forEach(line -> report(line, root));
    if (exit != 0) {
      Files.writeString(failure, changed.toString() + errors);
    }
  }

  private static void report(String line, Path root) {
    System.err.println(line.replace(root + "/", ""));
  }

  /// Everything in `<module>/src` and this file itself.
  private static List<String> sources(Path root) throws IOException {
    List<Path> folders = new ArrayList<>(List.of(root.resolve(".ci")));
    try (Stream<Path> modules = Files.list(root)) {
      modules.map(module -> module.resolve("src")).filter(Files::isDirectory).forEach(folders::add);
    }
    List<String> sources = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(sources::add);
      }
    }
    sources.sort(null);
    return sources;
  }
}
