package org.barscope.app.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.barscope.app.console.Console;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.Topology;
import org.barscope.engine.TopologyException;
import org.barscope.engine.TopologyFile;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `barscope console`: an engine that scripts drive with JSON Lines.
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    description = {
      "Serves a script: requests in, one JSON object per line, a reply for each out.",
      "docs/console.md has every request.",
      ""
    })
final class ConsoleCommand implements Callable<Integer> {
  /// Enough for all events of a start-up, which nobody takes before it is over.
  private static final int RING = 1 << 18;

  private static final Bytes MAC = Bytes.hex("525400123456");

  @Option(
      names = "--topology",
      paramLabel = "FILE",
      description = "what is emulated (default: VF 1 a network device, VF 2 a block device)")
  private @Nullable Path topologyFile;

  @Option(
      names = "--deterministic",
      description = "on a virtual clock: same requests, same replies and events")
  private boolean deterministic;

  @Override
  public Integer call() {
    Topology topology;
    Engine engine;
    try {
      topology = topology(topologyFile);
      engine = Engine.start(topology, new EngineOptions(deterministic, true, RING, false));
    } catch (TopologyException e) {
      throw new CommandException(e);
    }
    Console console = new Console(engine, topology, deterministic);
    onVirtualThread(() -> serve(console));
    if (!console.anyPending()) {
      engine.close(); // else the end of the process ends what waits
    }
    return ExitCode.FINE;
  }

  /// On the virtual clock each request goes to another virtual thread and back, which takes several
  /// times longer from a platform thread.
  private static void onVirtualThread(Runnable body) {
    FutureTask<Integer> task = new FutureTask<>(body, ExitCode.FINE);
    Thread.ofVirtual().name("console").start(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandException expected) {
        throw expected;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new CommandException("interrupted", e);
    }
  }

  private static void serve(Console console) {
    InputStream in = new FileInputStream(FileDescriptor.in);
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    try {
      console.serve(in, out);
    } catch (UncheckedIOException e) {
      throw new CommandException("standard input: " + e.getMessage(), e);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.contains("Broken pipe")) {
        throw new CommandException("standard output: " + message, e);
      }
    }
  }

  /// The default is what `samples/topologies/default.json` says.
  static Topology topology(@Nullable Path file) {
    return file == null
        ? Topology.of(List.of(Topology.net(MAC), Topology.member(DeviceType.BLOCK)))
        : TopologyFile.read(file);
  }
}
