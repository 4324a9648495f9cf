package org.barscope.app.console;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.barscope.engine.EmulatedMember;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.protocol.vfio.RegionInfo;

/// What a VMM does with one device, and its guest's memory. Those that a BAR of an owner has too
/// are handed on.
final class DeviceOperations {
  /// The longest access, in bytes.
  static final int MOST_LENGTH = 1 << 20;

  private static final List<String> IRQ_MODES =
      Stream.of(IrqMode.NONE, IrqMode.INTX, IrqMode.MSI, IrqMode.MSIX).map(IrqMode::text).toList();

  private final Members members;
  private final Accesses accesses;
  private final OwnerBarOperations owners;

  DeviceOperations(Members members, Accesses accesses, OwnerBarOperations owners) {
    this.members = members;
    this.accesses = accesses;
    this.owners = owners;
  }

  void register(Map<String, Operation> operations) {
    operations.put("region.info", either(owners::regionInfo, this::regionInfo));
    operations.put("config.read", request -> read(request, _ -> Region.CONFIG));
    operations.put("config.write", request -> write(request, _ -> Region.CONFIG));
    operations.put("bar.read", either(owners::read, r -> read(r, DeviceOperations::bar)));
    operations.put("bar.write", either(owners::write, r -> write(r, DeviceOperations::bar)));
    operations.put("irq.set", this::setIrqs);
    operations.put("ioeventfd", this::ioEventFd);
    operations.put("ioeventfd.signal", this::signal);
    operations.put(
        "device.open", request -> whole(request, guest -> Answer.of(guest.open(), "device.open")));
    operations.put(
        "device.close",
        request -> whole(request, guest -> guest.answer(guest.close(), "device.close")));
    operations.put(
        "device.reset",
        request -> whole(request, guest -> guest.answer(guest.reset(), "device.reset")));
    operations.put("memory.read", this::readMemory);
    operations.put("memory.write", this::writeMemory);
  }

  private static Operation either(Operation ofOwner, Operation ofMember) {
    return request -> (Members.isAboutOwner(request) ? ofOwner : ofMember).perform(request);
  }

  /// The field `bar`.
  static Region bar(Request request) {
    return Region.values()[request.integer("bar", 0, Region.BAR5.index())];
  }

  private Answer regionInfo(Request request) {
    Guest guest = members.member(request);
    int index = request.integer("index", 0, Region.values().length - 1);
    int argsz = (int) request.maybe("argsz", 0, MOST_LENGTH).orElse(RegionInfo.LENGTH);
    request.end();
    int errno = guest.member().device().regionInfo(index, argsz, new byte[RegionInfo.LENGTH]);
    return errno == 0
        ? region(guest.member().device().regionInfo(index))
        : Answer.failed(
            errno, "region.info with argsz %d, expected %d".formatted(argsz, RegionInfo.LENGTH));
  }

  /// A region, as VFIO describes it.
  static Answer region(RegionInfo info) {
    return new Answer.Done(json -> {
      json.writeNumberField("index", info.index());
      json.writeNumberField("flags", info.flags());
      json.writeNumberField("size", info.size());
      json.writeNumberField("offset", info.offset());
    });
  }

  private Answer read(Request request, Function<Request, Region> which) {
    Guest guest = members.member(request);
    Region region = which.apply(request);
    int offset = request.integer("offset", 0, Integer.MAX_VALUE);
    int length = request.integer("length", 0, MOST_LENGTH);
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "read",
        timeout,
        () -> {
          byte[] into = new byte[length];
          int result = guest.member().device().read(region, offset, into, length);
          return result < 0
              ? guest.answer(result, access("read", length, region, offset))
              : data(Bytes.copyOf(into, 0, result));
        });
  }

  private Answer write(Request request, Function<Request, Region> which) {
    Guest guest = members.member(request);
    Region region = which.apply(request);
    int offset = request.integer("offset", 0, Integer.MAX_VALUE);
    byte[] from = request.bytes("data").toArray();
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "write",
        timeout,
        () -> {
          int result = guest.member().device().write(region, offset, from, from.length);
          return result < 0
              ? guest.answer(result, access("write", from.length, region, offset))
              : count(result);
        });
  }

  /// An access, for the message of a failure.
  static String access(String direction, int length, Region region, int offset) {
    return "%s of %s at %s %d".formatted(direction, bytes(length), region.text(), offset);
  }

  private Answer setIrqs(Request request) {
    Guest guest = members.member(request);
    String word = request.word("index", IRQ_MODES);
    IrqMode mode =
        Stream.of(IrqMode.values()).filter(m -> m.text().equals(word)).findFirst().orElseThrow();
    long usual = mode == IrqMode.NONE ? 0 : 1;
    int count = (int) request.maybe("count", 0, Integer.MAX_VALUE).orElse(usual);
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "irq.set",
        timeout,
        () -> guest.answer(guest.setIrqs(mode, count), "irq.set %s %d".formatted(word, count)));
  }

  private Answer ioEventFd(Request request) {
    Guest guest = members.member(request);
    Region region = bar(request);
    int offset = request.integer("offset", 0, Integer.MAX_VALUE);
    Bytes data = request.bytes("data");
    boolean on = !request.has("on") || request.truth("on");
    OptionalLong timeout = Members.timeout(request);
    request.end();
    String call = "ioeventfd of " + access("write", data.length(), region, offset);
    return accesses.run(
        "ioeventfd",
        timeout,
        () -> guest.answer(guest.ioEventFd(new IoEvent(region, offset, data), on), call));
  }

  private Answer signal(Request request) {
    Guest guest = members.member(request);
    IoEvent event =
        new IoEvent(
            bar(request), request.integer("offset", 0, Integer.MAX_VALUE), request.bytes("data"));
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "ioeventfd.signal",
        timeout,
        () -> guest.answer(guest.signal(event), "ioeventfd.signal without that ioeventfd"));
  }

  private Answer whole(Request request, Function<Guest, Answer> call) {
    Guest guest = members.member(request);
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run("device", timeout, () -> call.apply(guest));
  }

  private Answer readMemory(Request request) {
    EmulatedMember member = members.member(request).member();
    long address = request.unsigned("address");
    int length = request.integer("length", 0, MOST_LENGTH);
    request.end();
    byte[] into = new byte[length];
    int result = member.readMemory(address, into);
    if (result < 0) {
      return Answer.failed(result, memory("read", length, address));
    }
    return data(Bytes.owning(into));
  }

  private Answer writeMemory(Request request) {
    EmulatedMember member = members.member(request).member();
    long address = request.unsigned("address");
    byte[] from = request.bytes("data").toArray();
    request.end();
    int result = member.writeMemory(address, from);
    return result < 0
        ? Answer.failed(result, memory("write", from.length, address))
        : count(from.length);
  }

  private static String memory(String direction, int length, long address) {
    return "%s of %s at 0x%x".formatted(direction, bytes(length), address);
  }

  /// Such as `1 byte`, for the message of a failure.
  static String bytes(int length) {
    return length == 1 ? "1 byte" : length + " bytes";
  }

  /// What was read.
  static Answer data(Bytes bytes) {
    return new Answer.Done(json -> json.writeStringField("data", bytes.toHex()));
  }

  /// How many bytes were written.
  static Answer count(int count) {
    return new Answer.Done(json -> json.writeNumberField("count", count));
  }
}
