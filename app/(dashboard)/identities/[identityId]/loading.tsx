import { PageSkeleton } from "@/components/states/page-skeleton";

export default function IdentityLoading() {
  return <PageSkeleton rows={12} />;
}
