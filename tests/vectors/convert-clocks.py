# SPDX-License-Identifier: MIT
"""Makes clock-targets.tsv out of cases of clocks: convert-clocks.py CASES.json.gz OUT.tsv"""
import datetime
import gzip
import json
import sys

d=json.load(gzip.open(sys.argv[1]))
DAYS=['mon','tue','wed','thu','fri','sat','sun']
E=datetime.date(1970,1,1)
def num(x): return (x-E).days
def mins(t): h,m=t.split(':'); return int(h)*60+int(m)
def spans(v):
    if isinstance(v,str): v=[v]
    out=[]
    for s in v:
        a,b=s.split('-'); a,b=mins(a),mins(b)
        if b<=a: b+=1440
        out.append((a,b))
    return sorted(out)
def fmt(sp): return ','.join('%02d:%02d-%02d:%02d'%(a//60,a%60,b//60,b%60) for a,b in sp)
def days(key):
    out=[]
    for part in key.split(','):
        part=part.strip()
        if '-' in part:
            a,b=part.split('-'); a,b=DAYS.index(a),DAYS.index(b)
            out+=list(range(a,b+1)) if a<=b else list(range(a,7))+list(range(b+1))
        else: out.append(DAYS.index(part))
    return out
cals={}; rows={}
def cal(c):
    week=[[] for _ in range(7)]
    if c['open']=='always':
        week=[[(0,1440)] for _ in range(7)]
    else:
        for k,v in c['open'].items():
            for dd in days(k): week[dd]+=spans(v)
    for w in week:
        w.sort()
    hol=set()
    for h in c.get('holidays',[]):
        if '..' in h:
            a,b=[datetime.date.fromisoformat(x) for x in h.split('..')]
            while a<=b: hol.add(num(a)); a+=datetime.timedelta(1)
        elif len(h)==5:
            for y in range(2010,2036):
                try: hol.add(num(datetime.date(y,int(h[:2]),int(h[3:]))))
                except ValueError: pass
        else: hol.add(num(datetime.date.fromisoformat(h)))
    ex=[(num(datetime.date.fromisoformat(k)),fmt(spans(v))) for k,v in c.get('exceptions',{}).items()]
    ex.sort()
    return (c['zone'],'|'.join(fmt(w) for w in week),','.join(map(str,sorted(hol))),';'.join(f'{a}={b}' for a,b in ex))
units={'s':('e',1000),'min':('e',60000),'h':('e',3600000),'business s':('o',1000),'business min':('o',60000),'business h':('o',3600000),'day':('d',1),'days':('d',1),'week':('d',7),'weeks':('d',7),'business day':('b',1),'business days':('b',1)}
seen=set(); out=[]
for c in d['cases']:
    for name,cl in c['clocks'].items():
        cs=cl.get('calendar')
        cases=cl.get('cases') or [{}]
        for e in c['effects']:
            if e[1]!=name or e[2]!='started': continue
            more=e[5] if len(e)>5 else {}
            case=cases[more.get('case',0)]
            t=case.get('target') or cl.get('target'); cc=case.get('calendar',cs)
            if isinstance(cc,dict): continue
            if e[3] is None: continue
            if any('policy' in h for h in c['happenings']): continue
            n,u=t.split(' ',1)
            un,f=units[u]
            key=cal(c['calendars'][cc]) if cc else None
            if un in 'ob' and key is None: continue
            k=(key,e[0],int(n)*f,un,1 if cl.get('at_closing')=='next opening' else 0,e[3])
            if k in seen: continue
            seen.add(k); out.append((k,c['id']))
cs=[]
lines=[]
for (key,st,am,un,ac,dl),i in out:
    if key is None: ci='-'
    else:
        if key not in cs: cs.append(key)
        ci=cs.index(key)
    lines.append(f'{i}\t{ci}\t{st}\t{am}\t{un}\t{ac}\t{dl}')
with open(sys.argv[2], 'w') as f:
    f.write('# When targets of four units end: an independent, naive model of clocks that walks minutes and dates, zones of tzdata 2026f.\n# C lines: zone, weekly hours from Monday, holidays (days since 1970), exceptions (day=hours;...). Cases: name, number of the C line or -,\n# start, amount, unit (e elapsed ms, o open ms, b business days, d days), 1 for next opening at close, end in ms or never.\n')
    for k in cs: f.write('C\t'+'\t'.join(k)+'\n')
    f.write('\n'.join(lines)+'\n')
