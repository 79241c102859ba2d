import { UsageError } from "./command-line";

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration for people: `8 s`, `2 m 05 s`, `3 h 20 m`, `4 d 02 h`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit)) as [
    number,
    number,
    number,
  ];
  if (minutes === 0) return `${seconds} s`;
  if (hours === 0) return `${minutes} m ${padded(seconds % 60)} s`;
  if (days === 0) return `${hours} h ${padded(minutes % 60)} m`;
  return `${days} d ${padded(hours % 24)} h`;
}

/**
 * Reads a duration such as `90s`, `15m`, `1h`, `1h30m` or `2d`.
 *
 * @returns milliseconds
 * @throws UsageError
 */
export function parseDuration(text: string): number {
  if (!/^(\d+[smhd])+$/.test(text)) {
    throw new UsageError(`"${text}" is not a duration; write 90s, 15m, 1h, 1h30m or 2d.`);
  }
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit!]!,
    0,
  );
}

function padded(count: number): string {
  return String(count).padStart(2, "0");
}
