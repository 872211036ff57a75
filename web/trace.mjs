import { chromium } from 'playwright';
import { mkdtempSync } from 'node:fs';
const N=100000;
const b = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu','--disable-quic','--js-flags=--no-opt-x'].slice(0,3)});
const ctx = await b.newContext({viewport:{width:1440,height:900}});
const page = await ctx.newPage();
await page.goto((process.env.URL??'http://localhost:9123')+'/?world=Bank&stream=account-7');
await page.getByRole('grid',{name:'Events'}).locator('[data-position]').first().waitFor();
await page.waitForTimeout(3000);
await page.evaluate(async (N)=>{
  const p = window.playhead; await p.request('reset',{to:'empty'});const accounts=1000;
  for(let from=0;from<N;from+=10000){ const lines=[];
    for(let i=from;i<Math.min(N,from+10000);i++){
      const a = i<accounts? i : (i*7919)%accounts;
      const e = i<accounts ? {type:'AccountOpened',schemaVersion:2,data:{owner:'Owner '+a,currency:'USD'}}
        : i%3===0 ? {type:'MoneyWithdrawn',schemaVersion:1,data:{amount:(i%50)*10+5,currency:'USD'}}
        : {type:'MoneyDeposited',schemaVersion:2,data:{amount:(i%90)*25+100,currency:'USD',source:'card'}};
      lines.push(JSON.stringify({stream:'account-'+(a+1),timestamp:1700000000000+i*1000,actor:'import',...e}));
    }
    await p.request('import',{lines:lines.join('\n')});
  }
},N);
await page.reload();
await page.waitForFunction(async()=>{try{const m=await window.playhead.request('moment',{});return m.head>=100000&&m.projections.every(x=>x.state.lag===0)}catch{return false}},null,{timeout:60000,polling:200});
await page.waitForTimeout(4000);
const box = await page.getByRole('slider',{name:'Playhead'}).boundingBox(); const low=box.y+box.height*.75;
const cdp = await ctx.newCDPSession(page);
await cdp.send('Performance.enable',{timeDomain:'threadTicks'});
const busy=async()=>1000*(await cdp.send('Performance.getMetrics')).metrics.find(m=>m.name==='TaskDuration').value;
let s=1; const dice=()=>{s=(s*16807)%2147483647;return s/2147483647};
const S=+process.env.S||120;
async function run(name, act, profile){
  if(profile) { await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval',{interval:200}); await cdp.send('Profiler.start'); }
  else await b.startTracing(page,{categories:['devtools.timeline','v8']});
  const out=[];
  for(let i=0;i<S;i++){ const a=await busy(); await act(); await page.evaluate(()=>new Promise(r=>{let n=0;const f=()=>{n++>(+window.__w||14)?r():requestAnimationFrame(f)};f()})); out.push(await busy()-a);}
  out.sort((x,y)=>x-y);
  console.log(name,'busy p50',out[S>>1].toFixed(1),'p90',out[Math.floor(S*.9)].toFixed(1),'p99',out[Math.floor(S*.99)].toFixed(1));
  if(profile){ const {profile:p}=await cdp.send('Profiler.stop'); const fs=await import('fs'); fs.writeFileSync('/tmp/prof/'+name+'.cpuprofile',JSON.stringify(p)); return; }
  const buf=await b.stopTracing(); const ev=JSON.parse(buf.toString()).traceEvents;
  // main thread of page renderer
  const names=new Map(); const tids=new Map();
  for(const e of ev) if(e.name==='thread_name'&&e.args.name==='CrRendererMain') tids.set(e.pid+':'+e.tid,0);
  for(const e of ev) if(e.ph==='X'&&tids.has(e.pid+':'+e.tid)){const k=e.name; const o=names.get(k)||{n:0,t:0,max:0}; const d=(e.tdur??e.dur)/1000; o.n++;o.t+=d;o.max=Math.max(o.max,d);names.set(k,o);}
  console.log([...names].sort((a,b)=>b[1].t-a[1].t).slice(0,26).map(([k,o])=>`${k.padEnd(34)} n/step ${(o.n/S).toFixed(1).padStart(6)} ms/step ${(o.t/S).toFixed(2).padStart(7)} max ${o.max.toFixed(1)}`).join('\n'));
}
await run('idle', async()=>{});
await run('random', async()=>{ await page.mouse.click(box.x+10+dice()*(box.width-20),low); });
await run('next', async()=>{ await page.keyboard.press('ArrowLeft'); });
await run('random-js', async()=>{ await page.mouse.click(box.x+10+dice()*(box.width-20),low); },true);
await run('next-js', async()=>{ await page.keyboard.press('ArrowLeft'); },true);
await b.close();
