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
  /** A tenth of what an ordinary thread gets, if both want the same core. */
  static final int NICENESS = 10;

  static final String COMPILER = "C2 Compiler";

  private static final Path THREADS = Path.of("/proc/self/task");
  private static final int PRIO_PROCESS = 0;

  private CompilerPriority() {}

  /** Of the compiler threads that run now; jvm.options sees to it that there will be no others. */
  static void lower() {
    if (!Files.isDirectory(THREADS)
        || !CompilerPriority.class.getModule().isNativeAccessEnabled()) {
      return;
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        if (name(thread).startsWith(COMPILER)) {
          setPriority(Integer.parseInt(thread.getFileName().toString()));
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

  @SuppressWarnings("restricted") // jvm.options enables native access
  private static void setPriority(int thread) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setpriority =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setpriority"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    try {
      if ((int) setpriority.invokeExact(PRIO_PROCESS, thread, NICENESS) != 0) {
        LoggerFactory.getLogger(CompilerPriority.class)
            .debug("Thread {} keeps its priority", thread);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("setpriority", e);
    }
  }
}
