// Jobs that wait for transport, output buffers, and loads on lanes.

#include "sim/plant/transport.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/plant.hpp"

namespace takt {

namespace {

bool comes_before(const TransportTask& x, const TransportTask& y) {
  return x.since != y.since ? x.since < y.since : x.number < y.number;
}

}  // namespace

Transport::Transport(const Scenario& scenario) : scenario_(&scenario) {
  const TransportModel& m = model();
  outputs_.assign(m.group_output.size(), 0);
  seats_.resize(at(m.seat_count));
  for (std::size_t f = 0; f < m.fleets.size(); ++f) {
    const Fleet& fleet = m.fleets[f];
    for (Index i = 0; i < fleet.count; ++i) {
      VehicleState vehicle;
      vehicle.left = fleet.battery.range;
      vehicle.fleet = static_cast<Index>(f);
      vehicle.place = fleet.start;
      vehicle.seats = fleet.first_seat + i * fleet.capacity;
      vehicles_.push_back(vehicle);
    }
  }
  Index slots = 0;
  for (const Conveyor& conveyor : m.conveyors) {
    ConveyorState belt;
    belt.first = slots;
    slots += conveyor.slots;
    conveyors_.push_back(belt);
  }
  belts_.resize(at(slots));
}

void Transport::start(Effects& effects) {
  for (Index v = 0; v < static_cast<Index>(vehicles_.size()); ++v) become_idle(v, 0, effects);
}

void Transport::request(TransportTask task, Time now, Effects& effects) {
  task.since = now;
  task.conveyor = model().conveyor_between(task.from, task.to);
  effects.events.push_back({now, 0, EventKind::transport_wait, task.from, task.number, task.to});
  if (task.output >= 0) enter_output(task);
  tasks_.insert(std::upper_bound(tasks_.begin(), tasks_.end(), task, comes_before), task);
  if (task.conveyor >= 0) {
    ++conveyor(task.conveyor).waiting;
    fill(task.conveyor, now, effects);
  } else {
    ++undecided_;
  }
}

void Transport::enter_output(TransportTask& task) {
  Index& used = at(outputs_, task.output);
  const Index room = model().output_of_group(task.output);
  if (room >= 0 && used >= room) return;
  ++used;
  if (task.machine >= 0)
    news({.kind = TransportNews::Kind::machine_free, .job = task.job, .machine = task.machine});
  task.machine = -1;
}

/// Takes a task whose job leaves its place: the next job gets its room in the output buffer.
TransportTask Transport::take_task(std::size_t index) {
  const TransportTask task = tasks_[index];
  tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(index));
  if (task.output < 0) return task;
  if (task.machine >= 0) {
    news({.kind = TransportNews::Kind::machine_free, .job = task.job, .machine = task.machine});
    return task;
  }
  --at(outputs_, task.output);
  const auto next = std::find_if(tasks_.begin(), tasks_.end(), [&](const TransportTask& other) {
    return other.output == task.output && other.machine >= 0;
  });
  if (next != tasks_.end()) enter_output(*next);
  return task;
}

void Transport::ended(const Activity& activity, Time now, Effects& effects) {
  const auto entity = static_cast<Index>(activity.entity);
  const Index vehicle_count = model().vehicle_count;
  const Index first_transfer = vehicle_count + 2 * static_cast<Index>(conveyors_.size());
  if (activity.kind == ActivityKind::charge) {
    VehicleState& it = vehicle(entity);
    it.left = fleet(it).battery.range;
    become_idle(entity, now, effects);
  } else if (entity < vehicle_count) {
    arrive(entity, now, effects);
  } else if (entity >= first_transfer) {
    Transfer& transfer = at(transfers_, entity - first_transfer);
    news({.kind = TransportNews::Kind::transferred, .owner = transfer.owner, .index = transfer.index});
    transfer = {TransferOwner::none, -1, free_transfer_};
    free_transfer_ = entity - first_transfer;
  } else if (const Index c = (entity - vehicle_count) / 2; (entity - vehicle_count) % 2 == 0) {
    conveyor(c).entry_armed = 0;
    fill(c, now, effects);
  } else {
    news({.kind = TransportNews::Kind::at_end, .job = slot_of(c, 0).job, .place = c});
  }
}

void Transport::start_transfer(TransferOwner owner, Index index, Index from, Index to, double load,
                               double speed, Time now, Effects& effects) {
  Index id = free_transfer_;
  if (id >= 0) {
    free_transfer_ = at(transfers_, id).next_free;
  } else {
    id = static_cast<Index>(transfers_.size());
    transfers_.emplace_back();
  }
  at(transfers_, id) = {owner, index, -1};
  effects.events.push_back({now, load, EventKind::load_departs, from, no_job, to});
  const Index first = model().vehicle_count + 2 * static_cast<Index>(conveyors_.size());
  send(static_cast<std::uint32_t>(first + id), from, to, load, speed, effects);
}

/// Starts a ride: a flow where lanes are shared, else a plain delay.
void Transport::send(std::uint32_t entity, Index from, Index to, double load, double speed,
                     Effects& effects) const {
  const Length length = model().distance(from, to);
  assert(length >= 0);
  const auto alone = static_cast<Time>(
      std::min(std::ceil(static_cast<double>(length) / speed), static_cast<double>(latest_time)));
  if (length == 0 || !model().is_shared(from, to)) {
    const auto time = static_cast<Time>(
        std::llround(std::min(static_cast<double>(length) / speed, static_cast<double>(latest_time))));
    effects.clock.push_back({{time, ActivityKind::move, entity}, true});
    return;
  }
  effects.clock.push_back({{std::max<Time>(1, alone), ActivityKind::transfer, entity}, true});
  effects.flows.push_back({entity, from, to, load, speed});
}

std::optional<TransportNews> Transport::next_news() {
  if (news_.empty()) return std::nullopt;
  const TransportNews first = news_.front();
  news_.erase(news_.begin());
  return first;
}

std::size_t Transport::bytes() const {
  const auto bytes = [](const auto& v) { return v.size() * sizeof(v[0]); };
  return bytes(tasks_) + bytes(vehicles_) + bytes(seats_) + bytes(conveyors_) + bytes(belts_) +
         bytes(outputs_) + bytes(transfers_) + bytes(news_);
}

}  // namespace takt
