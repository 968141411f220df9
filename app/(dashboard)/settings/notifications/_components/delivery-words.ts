import type { ToneName } from "../../_components/tone";
import type { DeliveryState } from "@/lib/domain/notices/shapes";

export const deliveryWords: Record<DeliveryState, { label: string; tone: ToneName }> = {
  waiting: { label: "Waiting", tone: "waiting" },
  sending: { label: "Being sent", tone: "working" },
  delivered: { label: "Delivered", tone: "good" },
  failed: { label: "Failed", tone: "bad" },
  collecting: { label: "For the digest", tone: "quiet" },
  bundled: { label: "In a digest", tone: "quiet" },
  dropped: { label: "Dropped", tone: "quiet" },
};
