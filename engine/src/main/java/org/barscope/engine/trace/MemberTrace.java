package org.barscope.engine.trace;

import java.util.List;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Condition;

/// The decorators around one member's ports.
public final class MemberTrace {
  private final Recorder recorder;
  private final Witness witness = new MemberWitness();
  private volatile int headerLength = LegacyRegister.HEADER_LENGTH;

  /// Decorators that record with this recorder.
  public MemberTrace(Recorder recorder) {
    this.recorder = recorder;
  }

  /// The witness to give to the member's and the variant driver's code.
  public Witness witness() {
    return witness;
  }

  /// Records every access and every call of the VMM.
  public VfioDevice around(VfioDevice device) {
    return new TracedVfioDevice(device, recorder, this::headerLength);
  }

  /// Records every doorbell.
  public MemberFunction around(MemberFunction function) {
    return new TracedMemberFunction(function, recorder);
  }

  /// Records every interrupt.
  public InterruptSink around(InterruptSink sink) {
    return new TracedInterrupts(sink, recorder);
  }

  private int headerLength() {
    return headerLength;
  }

  private final class MemberWitness implements Witness {
    @Override
    public void lifecycle(String what, List<Condition> reasons) {
      recorder.record(new Fact.Lifecycle(what, reasons));
    }

    @Override
    public void guestFault(String rule, String message) {
      recorder.record(new Fact.GuestFault(rule, message));
    }

    @Override
    public void coreRead(byte[] bytes, int count) {
      Trail.current().core = Bytes.copyOf(bytes, 0, count);
    }

    @Override
    public void headerLength(int bytes) {
      headerLength = bytes;
    }
  }

  private record TracedInterrupts(InterruptSink inner, Recorder recorder) implements InterruptSink {
    @Override
    public void queueUsed(int vector, int queue) {
      recorder.record(new Fact.Interrupt(vector, InterruptReason.QUEUE, queue));
      inner.queueUsed(vector, queue);
    }

    @Override
    public void configChanged(int vector) {
      recorder.record(new Fact.Interrupt(vector, InterruptReason.CONFIG, -1));
      inner.configChanged(vector);
    }
  }
}
