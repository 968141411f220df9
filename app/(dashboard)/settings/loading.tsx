export { SectionSkeleton as default } from "@/components/states/section-skeleton";
