import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../app';

/** Says a sentence when it is another than the last time, and not while the log only plays. */
export function useTold(app: App, sentence: string): void {
  const told = useRef('');
  useEffect(() => {
    if (sentence === '' || sentence === told.current || app.playing.value) return;
    told.current = sentence;
    app.say(sentence);
  }, [app, sentence]);
}
