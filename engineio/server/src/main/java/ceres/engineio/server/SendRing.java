package ceres.engineio.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many {@code send(2)} in one system call, by io_uring (io_uring(7), io_uring_enter(2), Linux
 * 5.10): what is added is sent by {@link #submit}, in order, and is done when that returns, since
 * nothing may wait ({@code MSG_DONTWAIT}). Nothing is received by it, so its connections stay with
 * epoll.
 *
 * <p>Confined to the thread that {@linkplain #begin began} to use it.
 */
final class SendRing implements AutoCloseable {
  /** How many may be sent at once. */
  static final int ENTRIES = 256;

  private static final Logger LOG = LoggerFactory.getLogger(SendRing.class);

  // The numbers are the same on all of these.
  private static final Set<String> MACHINES = Set.of("amd64", "aarch64", "riscv64");
  private static final long SETUP = 425;
  private static final long ENTER = 426;
  private static final long REGISTER = 427;
  private static final int ENABLE_RINGS = 12;
  private static final int GET_EVENTS = 1;

  /** IORING_SETUP_R_DISABLED: the thread that opens it is not the one that uses it. */
  private static final int DISABLED = 1 << 6;

  /**
   * IORING_SETUP_SINGLE_ISSUER and _DEFER_TASKRUN (Linux 6.1): what is sent takes less without
   * other threads in mind.
   */
  private static final int ONE_THREAD = 1 << 12 | 1 << 13;

  // struct io_uring_params
  private static final int PARAMS_BYTES = 120;
  private static final int FLAGS = 8;
  private static final int FEATURES = 20;
  private static final int SQ_OFFSETS = 40;
  private static final int CQ_OFFSETS = 80;
  private static final int TAIL = 4;
  private static final int MASK = 8;
  private static final int CQES = 20;
  private static final int ARRAY = 24;
  private static final int ONE_MAPPING = 1;
  private static final long SQES_AT = 0x10000000L;

  // struct io_uring_sqe
  private static final int SQE_BYTES = 64;
  private static final int SQE_FD = 4;
  private static final int SQE_ADDRESS = 16;
  private static final int SQE_LENGTH = 24;
  private static final int SQE_FLAGS = 28;
  private static final int SQE_USER_DATA = 32;
  private static final byte SEND = 26;
  private static final int DONT_WAIT_NO_SIGNAL = 0x40 | 0x4000;

  // struct io_uring_cqe
  private static final int CQE_BYTES = 16;
  private static final int CQE_RESULT = 8;

  private static final VarHandle INTS = JAVA_INT.varHandle();
  private static final int READ_WRITE = 3;
  private static final int SHARED_POPULATED = 1 | 0x8000;

  private final Calls calls;
  private final int fd;
  private final MemorySegment rings;
  private final MemorySegment entries;
  private final long sqTail;
  private final int sqMask;
  private final long cqHead;
  private final long cqTail;
  private final int cqMask;
  private final long cqes;
  private final int[] results = new int[ENTRIES];
  private int tail;
  private int head;
  private int size;
  private boolean closed;

  private SendRing(
      Calls calls, int fd, MemorySegment params, MemorySegment rings, MemorySegment entries) {
    this.calls = calls;
    this.fd = fd;
    this.rings = rings;
    this.entries = entries;
    this.sqTail = params.get(JAVA_INT, SQ_OFFSETS + TAIL);
    this.sqMask = rings.get(JAVA_INT, params.get(JAVA_INT, SQ_OFFSETS + MASK));
    this.cqHead = params.get(JAVA_INT, CQ_OFFSETS);
    this.cqTail = params.get(JAVA_INT, CQ_OFFSETS + TAIL);
    this.cqMask = rings.get(JAVA_INT, params.get(JAVA_INT, CQ_OFFSETS + MASK));
    this.cqes = params.get(JAVA_INT, CQ_OFFSETS + CQES);
    long array = params.get(JAVA_INT, SQ_OFFSETS + ARRAY);
    for (int i = 0; i < ENTRIES; i++) {
      rings.set(JAVA_INT, array + (long) i * Integer.BYTES, i);
      long entry = (long) i * SQE_BYTES;
      entries.set(JAVA_BYTE, entry, SEND);
      entries.set(JAVA_INT, entry + SQE_FLAGS, DONT_WAIT_NO_SIGNAL);
      entries.set(JAVA_LONG, entry + SQE_USER_DATA, i);
    }
  }

  /**
   * A ring that any thread may {@link #begin} to use, or null where the machine, the kernel, its
   * settings or the JVM's do not allow one.
   */
  static @Nullable SendRing open() {
    if (!MACHINES.contains(System.getProperty("os.arch"))
        || !"Linux".equals(System.getProperty("os.name"))
        || !SendRing.class.getModule().isNativeAccessEnabled()) {
      return null;
    }
    Calls calls = Calls.link();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(PARAMS_BYTES, Long.BYTES);
      params.set(JAVA_INT, FLAGS, DISABLED | ONE_THREAD);
      int fd = calls.setup(params);
      if (fd < 0) {
        params.fill((byte) 0).set(JAVA_INT, FLAGS, DISABLED);
        fd = calls.setup(params);
      }
      if (fd < 0) {
        LOG.debug("There is no io_uring here");
        return null;
      }
      long submissions = params.get(JAVA_INT, SQ_OFFSETS + ARRAY) + (long) ENTRIES * Integer.BYTES;
      long completions = params.get(JAVA_INT, CQ_OFFSETS + CQES) + 2L * ENTRIES * CQE_BYTES;
      MemorySegment rings = calls.map(fd, Math.max(submissions, completions), 0);
      MemorySegment entries = calls.map(fd, (long) ENTRIES * SQE_BYTES, SQES_AT);
      boolean oneMapping = (params.get(JAVA_INT, FEATURES) & ONE_MAPPING) != 0;
      if (!oneMapping || rings.byteSize() == 0 || entries.byteSize() == 0) {
        LOG.debug("The io_uring here is of no use");
        close(calls, fd, rings, entries);
        return null;
      }
      return new SendRing(calls, fd, params, rings, entries);
    }
  }

  /** From now on this is the current thread's; false if it is of no use. */
  boolean begin() {
    return calls.register(fd, ENABLE_RINGS) == 0;
  }

  /** How many were added since the last {@link #submit}. */
  int size() {
    return size;
  }

  /**
   * Adds what is to be sent; there must be room, and the bytes must stay until {@link #submit}.
   *
   * @param socket its file descriptor
   */
  void add(int socket, long address, int length) {
    long entry = (long) ((tail + size++) & sqMask) * SQE_BYTES;
    entries.set(JAVA_INT, entry + SQE_FD, socket);
    entries.set(JAVA_LONG, entry + SQE_ADDRESS, address);
    entries.set(JAVA_INT, entry + SQE_LENGTH, length);
  }

  /**
   * Sends all that was added; {@link #sent} tells what came of it.
   *
   * @return false if the kernel refuses, and this is not to be used any more
   */
  boolean submit() {
    int first = tail;
    int count = size;
    tail += count;
    size = 0;
    Arrays.fill(results, 0, count, 0);
    INTS.setRelease(rings, sqTail, tail);
    int submitted = 0;
    int done = 0;
    while (done < count) {
      int entered = calls.enter(fd, count - submitted, submitted - done);
      if (entered < 0) {
        LOG.warn("io_uring does not send any more, so each packet is sent by itself from now on");
        return false;
      }
      submitted += entered;
      done += reap(first);
    }
    return true;
  }

  private int reap(int first) {
    int last = (int) INTS.getAcquire(rings, cqTail);
    int from = head;
    while (head != last) {
      long cqe = cqes + (long) (head++ & cqMask) * CQE_BYTES;
      int index = ((int) rings.get(JAVA_LONG, cqe) - first) & sqMask;
      results[index] = rings.get(JAVA_INT, cqe + CQE_RESULT);
    }
    INTS.setRelease(rings, cqHead, head);
    return head - from;
  }

  /** How many bytes the socket took of what was added at a place, from 0; none if it failed. */
  int sent(int index) {
    return Math.max(0, results[index]);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      close(calls, fd, rings, entries);
    }
  }

  private static void close(Calls calls, int fd, MemorySegment... mappings) {
    for (MemorySegment mapping : mappings) {
      if (mapping.byteSize() > 0) {
        calls.unmap(mapping);
      }
    }
    calls.close(fd);
  }

  /** The C library's functions that this needs. */
  private record Calls(
      MethodHandle setup,
      MethodHandle enter,
      MethodHandle register,
      MethodHandle map,
      MethodHandle unmap,
      MethodHandle close) {
    @SuppressWarnings("restricted") // whoever starts the JVM has enabled native access
    static Calls link() {
      Linker linker = Linker.nativeLinker();
      Linker.Option variadic = Linker.Option.firstVariadicArg(1);
      MemorySegment syscall = linker.defaultLookup().findOrThrow("syscall");
      return new Calls(
          linker.downcallHandle(
              syscall, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS), variadic),
          linker.downcallHandle(
              syscall,
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG,
                  JAVA_LONG),
              variadic),
          linker.downcallHandle(
              syscall,
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT),
              variadic),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("mmap"),
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG)),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("munmap"),
              FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG)),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("close"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT)));
    }

    int setup(MemorySegment params) {
      try {
        return (int) (long) setup.invokeExact(SETUP, ENTRIES, params);
      } catch (Throwable e) {
        throw new IllegalStateException("io_uring_setup", e);
      }
    }

    int enter(int ring, int submit, int await) {
      try {
        int flags = await > 0 ? GET_EVENTS : 0;
        return (int) (long) enter.invokeExact(ENTER, ring, submit, await, flags, 0L, 0L);
      } catch (Throwable e) {
        throw new IllegalStateException("io_uring_enter", e);
      }
    }

    int register(int ring, int operation) {
      try {
        return (int) (long) register.invokeExact(REGISTER, ring, operation, 0L, 0);
      } catch (Throwable e) {
        throw new IllegalStateException("io_uring_register", e);
      }
    }

    @SuppressWarnings("restricted") // as above
    MemorySegment map(int ring, long bytes, long at) {
      try {
        long address = (long) map.invokeExact(0L, bytes, READ_WRITE, SHARED_POPULATED, ring, at);
        return address == -1
            ? MemorySegment.NULL
            : MemorySegment.ofAddress(address).reinterpret(bytes);
      } catch (Throwable e) {
        throw new IllegalStateException("mmap", e);
      }
    }

    void unmap(MemorySegment mapping) {
      try {
        int _ = (int) unmap.invokeExact(mapping.address(), mapping.byteSize());
      } catch (Throwable e) {
        throw new IllegalStateException("munmap", e);
      }
    }

    void close(int ring) {
      try {
        int _ = (int) close.invokeExact(ring);
      } catch (Throwable e) {
        throw new IllegalStateException("close", e);
      }
    }
  }
}
