// What a reseeded supply chain draws again: see Plant::reseed.

#include "sim/plant/redraw.hpp"
#include "sim/plant/supply_chain.hpp"

namespace takt {

void SupplyChain::reseed(Redraw& redraw, Effects& effects) const {
  const auto again = [&](ActivityKind kind, std::uint64_t entity, const Distribution& law, Purpose purpose,
                         Index of, std::uint64_t occurrence) {
    const Time left = redraw.left(kind, entity);
    if (left < 0 || law.is_constant()) return;
    const Time anew = redraw.again(law, purpose, static_cast<std::uint64_t>(of), occurrence, left);
    effects.restart(kind, static_cast<std::uint32_t>(entity), anew);
  };
  for (std::size_t d = 0; d < streams_.size(); ++d) {
    again(ActivityKind::demand, d, model_->streams[d].interarrival, Purpose::demand_time,
          static_cast<Index>(d), streams_[d].demands);
  }
  for (std::size_t slot = 0; slot < mail_.size(); ++slot) {
    const Mail& letter = mail_[slot];
    if (letter.orderer < 0 || letter.draw < 0) continue;
    again(ActivityKind::demand, streams_.size() + slot, point(letter.orderer).order_delay,
          Purpose::order_delay, letter.orderer, static_cast<std::uint64_t>(letter.draw));
  }
  for (std::size_t s = 0; s < sites_.size(); ++s) {
    const SupplySite& site = model_->sites[s];
    if (!site.disrupted) continue;
    const bool down = sites_[s].down != 0;
    again(ActivityKind::shipment, s, down ? site.time_to_repair : site.time_to_failure,
          down ? Purpose::site_repair : Purpose::site_failure, static_cast<Index>(s),
          sites_[s].failures - (down ? 1 : 0));
  }
  for (std::size_t slot = 0; slot < shipments_.size(); ++slot) {
    const Shipment& shipment = shipments_[slot];
    if (shipment.to < 0 || shipment.draw < 0 || shipment.on_road != 0) continue;
    again(ActivityKind::shipment, sites_.size() + slot, point(shipment.to).lead_time, Purpose::lead_time,
          shipment.to, static_cast<std::uint64_t>(shipment.draw));
  }
}

}  // namespace takt
