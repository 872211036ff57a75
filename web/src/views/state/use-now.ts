import { useEffect, useState } from 'preact/hooks';

/** How often what grows with time is written anew, in milliseconds. */
const often = 200;

/** The time, followed while that is of use. */
export function useNow(follow: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!follow) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), often);
    return () => clearInterval(timer);
  }, [follow]);
  return now;
}
