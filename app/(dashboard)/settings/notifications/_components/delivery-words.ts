import type { DeliveryState } from "@/lib/domain/notices/shapes";

export const deliveryWords: Record<DeliveryState, { label: string; color: string }> = {
  waiting: { label: "Waiting", color: "yellow" },
  sending: { label: "Being sent", color: "indigo" },
  delivered: { label: "Delivered", color: "teal" },
  failed: { label: "Failed", color: "red" },
  collecting: { label: "For the digest", color: "gray" },
  bundled: { label: "In a digest", color: "gray" },
  dropped: { label: "Dropped", color: "gray" },
};
