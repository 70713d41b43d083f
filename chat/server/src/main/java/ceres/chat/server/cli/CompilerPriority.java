package ceres.chat.server.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Has the JVM's optimizing compiler (C2) work when the processor has nothing better to do: a server
 * that just started and is stormed by clients would otherwise give it a third of a core, or half.
 * On Linux, where a thread has a priority of its own (setpriority(2), "C library/kernel
 * differences"); elsewhere this does nothing. See docs/adr/0014-jvm.md.
 */
final class CompilerPriority {
  /** So much nicer than the others: it gets a tenth of what one of them does on the same core. */
  static final int NICER = 10;

  /** What the system knows. */
  static final int NICEST = 19;

  static final String COMPILER = "C2 Compiler";

  private static final Path THREADS = Path.of("/proc/self/task");
  private static final Path THIS_THREAD = Path.of("/proc/thread-self/stat");
  private static final int PRIO_PROCESS = 0;

  /** Where it is in proc_pid_stat(5), behind the name, which may have spaces. */
  private static final int FIELD = 16;

  private CompilerPriority() {}

  /** Of the compiler threads that run now; jvm.options sees to it that there will be no others. */
  static void lower() {
    if (!Files.isDirectory(THREADS)
        || !CompilerPriority.class.getModule().isNativeAccessEnabled()) {
      return;
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      int niceness = Math.min(NICEST, niceness(Files.readString(THIS_THREAD)) + NICER);
      for (Path thread : threads) {
        if (name(thread).startsWith(COMPILER)) {
          setPriority(Integer.parseInt(thread.getFileName().toString()), niceness);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LoggerFactory.getLogger(CompilerPriority.class).debug("The threads cannot be listed", e);
    }
  }

  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  /** Of what proc_pid_stat(5) says about a thread. */
  static int niceness(String stat) {
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[FIELD]);
  }

  @SuppressWarnings("restricted") // jvm.options enables native access
  private static void setPriority(int thread, int niceness) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setpriority =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setpriority"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    try {
      if ((int) setpriority.invokeExact(PRIO_PROCESS, thread, niceness) != 0) {
        LoggerFactory.getLogger(CompilerPriority.class)
            .debug("Thread {} keeps its priority", thread);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("setpriority", e);
    }
  }
}
