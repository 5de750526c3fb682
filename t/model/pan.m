#define rand	pan_rand
#define pthread_equal(a,b)	((a)==(b))
#if defined(HAS_CODE) && defined(VERBOSE)
	#ifdef BFS_PAR
		bfs_printf("Pr: %d Tr: %d\n", II, t->forw);
	#else
		cpu_printf("Pr: %d Tr: %d\n", II, t->forw);
	#endif
#endif
	switch (t->forw) {
	default: Uerror("bad forward move");
	case 0:	/* if without executable clauses */
		continue;
	case 1: /* generic 'goto' or 'skip' */
		IfNotBlocked
		_m = 3; goto P999;
	case 2: /* generic 'else' */
		IfNotBlocked
		if (trpt->o_pm&1) continue;
		_m = 3; goto P999;

		 /* PROC :init: */
	case 3: // STATE 1 - fence.pml:629 - [i = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[4][1] = 1;
		(trpt+1)->bup.oval = ((int)((P4 *)_this)->i);
		((P4 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P4 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 4: // STATE 2 - fence.pml:632 - [((i<(1+1)))] (0:0:0 - 1)
		IfNotBlocked
		reached[4][2] = 1;
		if (!((((int)((P4 *)_this)->i)<(1+1))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 5: // STATE 3 - fence.pml:632 - [(run sender(i))] (0:0:0 - 1)
		IfNotBlocked
		reached[4][3] = 1;
		if (!(addproc(II, 1, 3, ((int)((P4 *)_this)->i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 6: // STATE 4 - fence.pml:632 - [i = (i+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[4][4] = 1;
		(trpt+1)->bup.oval = ((int)((P4 *)_this)->i);
		((P4 *)_this)->i = (((int)((P4 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P4 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 7: // STATE 10 - fence.pml:636 - [i = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[4][10] = 1;
		(trpt+1)->bup.oval = ((int)((P4 *)_this)->i);
		((P4 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P4 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 8: // STATE 12 - fence.pml:638 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[4][12] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC sender */
	case 9: // STATE 1 - fence.pml:577 - [(((holder==self)&&!(removed)))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][1] = 1;
		if (!(((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 10: // STATE 2 - fence.pml:543 - [confirmed = floor] (0:13:6 - 1)
		IfNotBlocked
		reached[3][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(6);
		(trpt+1)->bup.ovals[0] = ((int)now.confirmed);
		now.confirmed = ((int)now.floor);
#ifdef VAR_RANGES
		logval("confirmed", ((int)now.confirmed));
#endif
		;
		/* merge: cursor = floor(13, 3, 13) */
		reached[3][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->cursor);
		((P3 *)_this)->cursor = ((int)now.floor);
#ifdef VAR_RANGES
		logval("sender:cursor", ((int)((P3 *)_this)->cursor));
#endif
		;
		/* merge: fence = tail(13, 4, 13) */
		reached[3][4] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->fence);
		((P3 *)_this)->fence = ((int)now.tail);
#ifdef VAR_RANGES
		logval("sender:fence", ((int)((P3 *)_this)->fence));
#endif
		;
		/* merge: pending = 0(13, 5, 13) */
		reached[3][5] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: owed = 0(13, 6, 13) */
		reached[3][6] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.owed);
		now.owed = 0;
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: i = 0(13, 7, 13) */
		reached[3][7] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 14, 13) */
		reached[3][14] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 11: // STATE 8 - fence.pml:551 - [((i<=(3+1)))] (13:0:2 - 1)
		IfNotBlocked
		reached[3][8] = 1;
		if (!((((int)((P3 *)_this)->i)<=(3+1))))
			continue;
		/* merge: age[i] = 0(13, 9, 13) */
		reached[3][9] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]);
		now.age[ Index(((P3 *)_this)->i, 5) ] = 0;
#ifdef VAR_RANGES
		logval("age[sender:i]", ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]));
#endif
		;
		/* merge: i = (i+1)(13, 10, 13) */
		reached[3][10] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 14, 13) */
		reached[3][14] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 12: // STATE 16 - fence.pml:555 - [i = 0] (0:21:1 - 3)
		IfNotBlocked
		reached[3][16] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 13: // STATE 17 - fence.pml:558 - [(cut)] (315:0:1 - 1)
		IfNotBlocked
		reached[3][17] = 1;
		if (!(((int)now.cut)))
			continue;
		/* merge: state = FINISHED(315, 18, 315) */
		reached[3][18] = 1;
		(trpt+1)->bup.oval = ((P3 *)_this)->state;
		((P3 *)_this)->state = 5;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: .(goto)(315, 22, 315) */
		reached[3][22] = 1;
		;
		/* merge: .(goto)(0, 27, 315) */
		reached[3][27] = 1;
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 14: // STATE 22 - fence.pml:561 - [.(goto)] (0:315:0 - 2)
		IfNotBlocked
		reached[3][22] = 1;
		;
		/* merge: .(goto)(0, 27, 315) */
		reached[3][27] = 1;
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 15: // STATE 20 - fence.pml:559 - [state = NEW] (0:315:1 - 1)
		IfNotBlocked
		reached[3][20] = 1;
		(trpt+1)->bup.oval = ((P3 *)_this)->state;
		((P3 *)_this)->state = 7;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: .(goto)(315, 22, 315) */
		reached[3][22] = 1;
		;
		/* merge: .(goto)(0, 27, 315) */
		reached[3][27] = 1;
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 16: // STATE 25 - fence.pml:578 - [(removed)] (0:0:0 - 1)
		IfNotBlocked
		reached[3][25] = 1;
		if (!(((int)now.removed)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 17: // STATE 28 - fence.pml:582 - [((((self==0)&&((holder==self)&&!(removed)))&&(tail<(3+1))))] (315:0:1 - 1)
		IfNotBlocked
		reached[3][28] = 1;
		if (!((((((int)((P3 *)_this)->self)==0)&&((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed))))&&(((int)now.tail)<(3+1)))))
			continue;
		/* merge: tail = (tail+1)(0, 29, 315) */
		reached[3][29] = 1;
		(trpt+1)->bup.oval = ((int)now.tail);
		now.tail = (((int)now.tail)+1);
#ifdef VAR_RANGES
		logval("tail", ((int)now.tail));
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 18: // STATE 31 - fence.pml:584 - [(((((holder==self)&&!(removed))&&!(connected))&&running))] (42:0:7 - 1)
		IfNotBlocked
		reached[3][31] = 1;
		if (!(((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&& !(((int)now.connected)))&&((int)now.running))))
			continue;
		/* merge: connected = 1(42, 32, 42) */
		reached[3][32] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)now.connected);
		now.connected = 1;
#ifdef VAR_RANGES
		logval("connected", ((int)now.connected));
#endif
		;
		/* merge: connection = (connection+1)(42, 33, 42) */
		reached[3][33] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.connection);
		now.connection = (((int)now.connection)+1);
#ifdef VAR_RANGES
		logval("connection", ((int)now.connection));
#endif
		;
		/* merge: pending = 0(42, 34, 42) */
		reached[3][34] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: error = 0(42, 35, 42) */
		reached[3][35] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->error);
		((P3 *)_this)->error = 0;
#ifdef VAR_RANGES
		logval("sender:error", ((int)((P3 *)_this)->error));
#endif
		;
		/* merge: refused = 0(42, 36, 42) */
		reached[3][36] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P3 *)_this)->refused);
		((P3 *)_this)->refused = 0;
#ifdef VAR_RANGES
		logval("sender:refused", ((int)((P3 *)_this)->refused));
#endif
		;
		/* merge: answer = 0(42, 37, 42) */
		reached[3][37] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P3 *)_this)->answer);
		((P3 *)_this)->answer = 0;
#ifdef VAR_RANGES
		logval("sender:answer", ((int)((P3 *)_this)->answer));
#endif
		;
		/* merge: registering = 0(42, 38, 42) */
		reached[3][38] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P3 *)_this)->registering);
		((P3 *)_this)->registering = 0;
#ifdef VAR_RANGES
		logval("sender:registering", ((int)((P3 *)_this)->registering));
#endif
		;
		_m = 3; goto P999; /* 7 */
	case 19: // STATE 39 - fence.pml:589 - [((state==READY))] (315:0:2 - 1)
		IfNotBlocked
		reached[3][39] = 1;
		if (!((((P3 *)_this)->state==6)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: state */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P3 *)_this)->state;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->state = 0;
		/* merge: state = NEW(315, 40, 315) */
		reached[3][40] = 1;
		(trpt+1)->bup.ovals[1] = ((P3 *)_this)->state;
		((P3 *)_this)->state = 7;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: .(goto)(315, 43, 315) */
		reached[3][43] = 1;
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 20: // STATE 43 - fence.pml:592 - [.(goto)] (0:315:0 - 2)
		IfNotBlocked
		reached[3][43] = 1;
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 21: // STATE 45 - fence.pml:594 - [((((((holder==self)&&!(removed))&&connected)&&(state==NEW))&&(owed==0)))] (0:0:1 - 1)
		IfNotBlocked
		reached[3][45] = 1;
		if (!((((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&&((int)now.connected))&&(((P3 *)_this)->state==7))&&(((int)now.owed)==0))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: state */  (trpt+1)->bup.oval = ((P3 *)_this)->state;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->state = 0;
		_m = 3; goto P999; /* 0 */
	case 22: // STATE 46 - fence.pml:419 - [(((floor<confirmed)&&(age[floor]>=2)))] (51:0:2 - 1)
		IfNotBlocked
		reached[3][46] = 1;
		if (!(((((int)now.floor)<((int)now.confirmed))&&(((int)now.age[ Index(((int)now.floor), 5) ])>=2))))
			continue;
		/* merge: age[floor] = 0(51, 47, 51) */
		reached[3][47] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.age[ Index(((int)now.floor), 5) ]);
		now.age[ Index(now.floor, 5) ] = 0;
#ifdef VAR_RANGES
		logval("age[floor]", ((int)now.age[ Index(((int)now.floor), 5) ]));
#endif
		;
		/* merge: floor = (floor+1)(51, 48, 51) */
		reached[3][48] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.floor);
		now.floor = (((int)now.floor)+1);
#ifdef VAR_RANGES
		logval("floor", ((int)now.floor));
#endif
		;
		/* merge: .(goto)(0, 52, 51) */
		reached[3][52] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 23: // STATE 55 - fence.pml:427 - [start = floor] (0:58:1 - 3)
		IfNotBlocked
		reached[3][55] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->start);
		((P3 *)_this)->start = ((int)now.floor);
#ifdef VAR_RANGES
		logval("sender:start", ((int)((P3 *)_this)->start));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 24: // STATE 56 - fence.pml:378 - [commands[((self*1)+(connection%1))]!4,floor,0,0,connection] (315:0:4 - 1)
		IfNotBlocked
		reached[3][56] = 1;
		if (q_full(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.floor)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.connection)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ], 0, 4, ((int)now.floor), 0, 0, ((int)now.connection), 5);
		/* merge: owed = (owed+1)(315, 57, 315) */
		reached[3][57] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.owed);
		now.owed = (((int)now.owed)+1);
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: registering = 1(315, 59, 315) */
		reached[3][59] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->registering);
		((P3 *)_this)->registering = 1;
#ifdef VAR_RANGES
		logval("sender:registering", ((int)((P3 *)_this)->registering));
#endif
		;
		if (TstOnly) return 1; /* TT */
		/* dead 2: registering */  
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->registering = 0;
		/* merge: state = NEW(315, 60, 315) */
		reached[3][60] = 1;
		(trpt+1)->bup.ovals[2] = ((P3 *)_this)->state;
		((P3 *)_this)->state = 7;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 2; goto P999; /* 4 */
	case 25: // STATE 63 - fence.pml:597 - [((((((((holder==self)&&!(removed))&&connected)&&(state==READY))&&(owed==0))&&(pending>0))&&!((((self>0)&&(confirmed==tail))&&(oldest==tail)))))] (0:0:1 - 1)
		IfNotBlocked
		reached[3][63] = 1;
		if (!((((((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&&((int)now.connected))&&(((P3 *)_this)->state==6))&&(((int)now.owed)==0))&&(((int)now.pending)>0))&& !((((((int)((P3 *)_this)->self)>0)&&(((int)now.confirmed)==((int)now.tail)))&&(((int)now.oldest)==((int)now.tail)))))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: state */  (trpt+1)->bup.oval = ((P3 *)_this)->state;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->state = 0;
		_m = 3; goto P999; /* 0 */
	case 26: // STATE 64 - fence.pml:419 - [(((floor<confirmed)&&(age[floor]>=2)))] (69:0:2 - 1)
		IfNotBlocked
		reached[3][64] = 1;
		if (!(((((int)now.floor)<((int)now.confirmed))&&(((int)now.age[ Index(((int)now.floor), 5) ])>=2))))
			continue;
		/* merge: age[floor] = 0(69, 65, 69) */
		reached[3][65] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.age[ Index(((int)now.floor), 5) ]);
		now.age[ Index(now.floor, 5) ] = 0;
#ifdef VAR_RANGES
		logval("age[floor]", ((int)now.age[ Index(((int)now.floor), 5) ]));
#endif
		;
		/* merge: floor = (floor+1)(69, 66, 69) */
		reached[3][66] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.floor);
		now.floor = (((int)now.floor)+1);
#ifdef VAR_RANGES
		logval("floor", ((int)now.floor));
#endif
		;
		/* merge: .(goto)(0, 70, 69) */
		reached[3][70] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 27: // STATE 73 - fence.pml:427 - [start = floor] (0:76:1 - 3)
		IfNotBlocked
		reached[3][73] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->start);
		((P3 *)_this)->start = ((int)now.floor);
#ifdef VAR_RANGES
		logval("sender:start", ((int)((P3 *)_this)->start));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 28: // STATE 74 - fence.pml:378 - [commands[((self*1)+(connection%1))]!4,floor,0,0,connection] (315:0:4 - 1)
		IfNotBlocked
		reached[3][74] = 1;
		if (q_full(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.floor)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.connection)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ], 0, 4, ((int)now.floor), 0, 0, ((int)now.connection), 5);
		/* merge: owed = (owed+1)(315, 75, 315) */
		reached[3][75] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.owed);
		now.owed = (((int)now.owed)+1);
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: registering = 1(315, 77, 315) */
		reached[3][77] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->registering);
		((P3 *)_this)->registering = 1;
#ifdef VAR_RANGES
		logval("sender:registering", ((int)((P3 *)_this)->registering));
#endif
		;
		if (TstOnly) return 1; /* TT */
		/* dead 2: registering */  
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->registering = 0;
		/* merge: state = NEW(315, 78, 315) */
		reached[3][78] = 1;
		(trpt+1)->bup.ovals[2] = ((P3 *)_this)->state;
		((P3 *)_this)->state = 7;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 2; goto P999; /* 4 */
	case 29: // STATE 81 - fence.pml:600 - [((((((((holder==self)&&!(removed))&&connected)&&(state==READY))&&((refused==0)&&!(error)))&&(cursor<tail))&&(owed<2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][81] = 1;
		if (!((((((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&&((int)now.connected))&&(((P3 *)_this)->state==6))&&((((int)((P3 *)_this)->refused)==0)&& !(((int)((P3 *)_this)->error))))&&(((int)((P3 *)_this)->cursor)<((int)now.tail)))&&(((int)now.owed)<2))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 30: // STATE 82 - fence.pml:447 - [to = (cursor+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[3][82] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->to);
		((P3 *)_this)->to = (((int)((P3 *)_this)->cursor)+1);
#ifdef VAR_RANGES
		logval("sender:to", ((int)((P3 *)_this)->to));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 31: // STATE 83 - fence.pml:450 - [((to<tail))] (86:0:1 - 1)
		IfNotBlocked
		reached[3][83] = 1;
		if (!((((int)((P3 *)_this)->to)<((int)now.tail))))
			continue;
		/* merge: to = (to+1)(0, 84, 86) */
		reached[3][84] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->to);
		((P3 *)_this)->to = (((int)((P3 *)_this)->to)+1);
#ifdef VAR_RANGES
		logval("sender:to", ((int)((P3 *)_this)->to));
#endif
		;
		/* merge: .(goto)(0, 87, 86) */
		reached[3][87] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 32: // STATE 89 - fence.pml:378 - [commands[((self*1)+(connection%1))]!3,fence,cursor,to,connection] (315:0:4 - 1)
		IfNotBlocked
		reached[3][89] = 1;
		if (q_full(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->fence)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->cursor)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->to)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.connection)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ], 0, 3, ((int)((P3 *)_this)->fence), ((int)((P3 *)_this)->cursor), ((int)((P3 *)_this)->to), ((int)now.connection), 5);
		/* merge: owed = (owed+1)(315, 90, 315) */
		reached[3][90] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.owed);
		now.owed = (((int)now.owed)+1);
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: fence = to(315, 92, 315) */
		reached[3][92] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->fence);
		((P3 *)_this)->fence = ((int)((P3 *)_this)->to);
#ifdef VAR_RANGES
		logval("sender:fence", ((int)((P3 *)_this)->fence));
#endif
		;
		/* merge: cursor = to(315, 93, 315) */
		reached[3][93] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->cursor);
		((P3 *)_this)->cursor = ((int)((P3 *)_this)->to);
#ifdef VAR_RANGES
		logval("sender:cursor", ((int)((P3 *)_this)->cursor));
#endif
		;
		/* merge: to = 0(315, 94, 315) */
		reached[3][94] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->to);
		((P3 *)_this)->to = 0;
#ifdef VAR_RANGES
		logval("sender:to", ((int)((P3 *)_this)->to));
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 33: // STATE 97 - fence.pml:602 - [(((((((holder==self)&&!(removed))&&connected)&&(state==READY))&&(owed==0))&&(((self>0)&&(confirmed==tail))&&(oldest==tail))))] (315:0:6 - 1)
		IfNotBlocked
		reached[3][97] = 1;
		if (!(((((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&&((int)now.connected))&&(((P3 *)_this)->state==6))&&(((int)now.owed)==0))&&(((((int)((P3 *)_this)->self)>0)&&(((int)now.confirmed)==((int)now.tail)))&&(((int)now.oldest)==((int)now.tail))))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: state */  (trpt+1)->bup.ovals = grab_ints(6);
		(trpt+1)->bup.ovals[0] = ((P3 *)_this)->state;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->state = 0;
		/* merge: cut = 1(315, 98, 315) */
		reached[3][98] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.cut);
		now.cut = 1;
#ifdef VAR_RANGES
		logval("cut", ((int)now.cut));
#endif
		;
		/* merge: floor = tail(315, 99, 315) */
		reached[3][99] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.floor);
		now.floor = ((int)now.tail);
#ifdef VAR_RANGES
		logval("floor", ((int)now.floor));
#endif
		;
		/* merge: fence = tail(315, 100, 315) */
		reached[3][100] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->fence);
		((P3 *)_this)->fence = ((int)now.tail);
#ifdef VAR_RANGES
		logval("sender:fence", ((int)((P3 *)_this)->fence));
#endif
		;
		/* merge: age[0] = 0(315, 101, 315) */
		reached[3][101] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.age[0]);
		now.age[0] = 0;
#ifdef VAR_RANGES
		logval("age[0]", ((int)now.age[0]));
#endif
		;
		/* merge: state = FINISHED(315, 102, 315) */
		reached[3][102] = 1;
		(trpt+1)->bup.ovals[5] = ((P3 *)_this)->state;
		((P3 *)_this)->state = 5;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 34: // STATE 104 - fence.pml:606 - [((((((((holder==self)&&!(removed))&&connected)&&(state==FINISHED))&&(owed==0))&&(pending>0))&&(age[0]<2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][104] = 1;
		if (!((((((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&&((int)now.connected))&&(((P3 *)_this)->state==5))&&(((int)now.owed)==0))&&(((int)now.pending)>0))&&(((int)now.age[0])<2))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 35: // STATE 105 - fence.pml:378 - [commands[((self*1)+(connection%1))]!1,0,0,0,connection] (315:0:1 - 1)
		IfNotBlocked
		reached[3][105] = 1;
		if (q_full(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.connection)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ], 0, 1, 0, 0, 0, ((int)now.connection), 5);
		/* merge: owed = (owed+1)(0, 106, 315) */
		reached[3][106] = 1;
		(trpt+1)->bup.oval = ((int)now.owed);
		now.owed = (((int)now.owed)+1);
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 2; goto P999; /* 2 */
	case 36: // STATE 109 - fence.pml:609 - [(((((((holder==self)&&!(removed))&&connected)&&(state==FINISHED))&&(owed==0))&&(age[0]>=2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][109] = 1;
		if (!(((((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&&((int)now.connected))&&(((P3 *)_this)->state==5))&&(((int)now.owed)==0))&&(((int)now.age[0])>=2))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 37: // STATE 110 - fence.pml:378 - [commands[((self*1)+(connection%1))]!2,fence,0,0,connection] (315:0:1 - 1)
		IfNotBlocked
		reached[3][110] = 1;
		if (q_full(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->fence)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.connection)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ], 0, 2, ((int)((P3 *)_this)->fence), 0, 0, ((int)now.connection), 5);
		/* merge: owed = (owed+1)(0, 111, 315) */
		reached[3][111] = 1;
		(trpt+1)->bup.oval = ((int)now.owed);
		now.owed = (((int)now.owed)+1);
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 2; goto P999; /* 2 */
	case 38: // STATE 114 - fence.pml:611 - [(((((holder==self)&&!(removed))&&connected)&&nempty(answers[self])))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][114] = 1;
		if (!(((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&&((int)now.connected))&&(q_len(now.answers[ Index(((int)((P3 *)_this)->self), 2) ])>0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 39: // STATE 115 - fence.pml:612 - [answers[self]?command,result,f,there] (0:0:5 - 1)
		reached[3][115] = 1;
		if (q_len(now.answers[ Index(((int)((P3 *)_this)->self), 2) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P3 *)_this)->command;
		(trpt+1)->bup.ovals[1] = ((P3 *)_this)->result;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->f);
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->there);
		;
		((P3 *)_this)->command = qrecv(now.answers[ Index(((int)((P3 *)_this)->self), 2) ], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("sender:command", ((P3 *)_this)->command);
#endif
		;
		((P3 *)_this)->result = qrecv(now.answers[ Index(((int)((P3 *)_this)->self), 2) ], XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("sender:result", ((P3 *)_this)->result);
#endif
		;
		((P3 *)_this)->f = qrecv(now.answers[ Index(((int)((P3 *)_this)->self), 2) ], XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("sender:f", ((int)((P3 *)_this)->f));
#endif
		;
		((P3 *)_this)->there = qrecv(now.answers[ Index(((int)((P3 *)_this)->self), 2) ], XX-1, 3, 1);
#ifdef VAR_RANGES
		logval("sender:there", ((int)((P3 *)_this)->there));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.answers[ Index(((int)((P3 *)_this)->self), 2) ]);
		sprintf(simtmp, "%d", ((P3 *)_this)->command); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((P3 *)_this)->result); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->f)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->there)); strcat(simvals, simtmp);		}
#endif
		;
		if (TstOnly) return 1; /* TT */
		/* dead 2: there */  (trpt+1)->bup.ovals[4] = ((P3 *)_this)->there;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->there = 0;
		_m = 4; goto P999; /* 0 */
	case 40: // STATE 116 - fence.pml:298 - [i = floor] (0:0:1 - 1)
		IfNotBlocked
		reached[3][116] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = ((int)now.floor);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 41: // STATE 117 - fence.pml:301 - [((i<confirmed))] (122:0:2 - 1)
		IfNotBlocked
		reached[3][117] = 1;
		if (!((((int)((P3 *)_this)->i)<((int)now.confirmed))))
			continue;
		/* merge: age[i] = ( (((age[i]+pending)<2)) -> ((age[i]+pending)) : (2) )(122, 118, 122) */
		reached[3][118] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]);
		now.age[ Index(((P3 *)_this)->i, 5) ] = ( (((((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ])+((int)now.pending))<2)) ? ((((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ])+((int)now.pending))) : (2) );
#ifdef VAR_RANGES
		logval("age[sender:i]", ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]));
#endif
		;
		/* merge: i = (i+1)(122, 119, 122) */
		reached[3][119] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 123, 122) */
		reached[3][123] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 42: // STATE 125 - fence.pml:306 - [(cut)] (238:0:4 - 1)
		IfNotBlocked
		reached[3][125] = 1;
		if (!(((int)now.cut)))
			continue;
		/* merge: age[0] = ( (((age[0]+pending)<2)) -> ((age[0]+pending)) : (2) )(238, 126, 238) */
		reached[3][126] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.age[0]);
		now.age[0] = ( (((((int)now.age[0])+((int)now.pending))<2)) ? ((((int)now.age[0])+((int)now.pending))) : (2) );
#ifdef VAR_RANGES
		logval("age[0]", ((int)now.age[0]));
#endif
		;
		/* merge: .(goto)(238, 129, 238) */
		reached[3][129] = 1;
		;
		/* merge: i = 0(238, 130, 238) */
		reached[3][130] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: pending = 0(238, 132, 238) */
		reached[3][132] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: owed = (owed-1)(238, 133, 238) */
		reached[3][133] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.owed);
		now.owed = (((int)now.owed)-1);
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		_m = 3; goto P999; /* 5 */
	case 43: // STATE 130 - fence.pml:310 - [i = 0] (0:238:3 - 3)
		IfNotBlocked
		reached[3][130] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: pending = 0(238, 132, 238) */
		reached[3][132] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: owed = (owed-1)(238, 133, 238) */
		reached[3][133] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.owed);
		now.owed = (((int)now.owed)-1);
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 44: // STATE 134 - fence.pml:531 - [((command==REGISTER))] (0:0:1 - 1)
		IfNotBlocked
		reached[3][134] = 1;
		if (!((((P3 *)_this)->command==4)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P3 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 45: // STATE 135 - fence.pml:462 - [assert((f<=tail))] (0:185:1 - 1)
		IfNotBlocked
		reached[3][135] = 1;
		spin_assert((((int)((P3 *)_this)->f)<=((int)now.tail)), "(f<=tail)", II, tt, t);
		/* merge: registering = 0(185, 136, 185) */
		reached[3][136] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->registering);
		((P3 *)_this)->registering = 0;
#ifdef VAR_RANGES
		logval("sender:registering", ((int)((P3 *)_this)->registering));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 46: // STATE 137 - fence.pml:466 - [((f<oldest))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][137] = 1;
		if (!((((int)((P3 *)_this)->f)<((int)now.oldest))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 47: // STATE 138 - fence.pml:402 - [confirmed = ( ((confirmed<oldest)) -> (confirmed) : (oldest) )] (0:146:3 - 1)
		IfNotBlocked
		reached[3][138] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.confirmed);
		now.confirmed = ( ((((int)now.confirmed)<((int)now.oldest))) ? (((int)now.confirmed)) : (((int)now.oldest)) );
#ifdef VAR_RANGES
		logval("confirmed", ((int)now.confirmed));
#endif
		;
		/* merge: floor = ( ((floor<oldest)) -> (floor) : (oldest) )(146, 139, 146) */
		reached[3][139] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.floor);
		now.floor = ( ((((int)now.floor)<((int)now.oldest))) ? (((int)now.floor)) : (((int)now.oldest)) );
#ifdef VAR_RANGES
		logval("floor", ((int)now.floor));
#endif
		;
		/* merge: i = oldest(146, 140, 146) */
		reached[3][140] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = ((int)now.oldest);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 147, 146) */
		reached[3][147] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 48: // STATE 141 - fence.pml:407 - [((i<(3+1)))] (146:0:2 - 1)
		IfNotBlocked
		reached[3][141] = 1;
		if (!((((int)((P3 *)_this)->i)<(3+1))))
			continue;
		/* merge: age[i] = 0(146, 142, 146) */
		reached[3][142] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]);
		now.age[ Index(((P3 *)_this)->i, 5) ] = 0;
#ifdef VAR_RANGES
		logval("age[sender:i]", ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]));
#endif
		;
		/* merge: i = (i+1)(146, 143, 146) */
		reached[3][143] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 147, 146) */
		reached[3][147] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 49: // STATE 149 - fence.pml:411 - [i = 0] (0:192:4 - 3)
		IfNotBlocked
		reached[3][149] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: cursor = oldest(192, 151, 192) */
		reached[3][151] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->cursor);
		((P3 *)_this)->cursor = ((int)now.oldest);
#ifdef VAR_RANGES
		logval("sender:cursor", ((int)((P3 *)_this)->cursor));
#endif
		;
		/* merge: .(goto)(192, 186, 192) */
		reached[3][186] = 1;
		;
		/* merge: fence = f(192, 187, 192) */
		reached[3][187] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->fence);
		((P3 *)_this)->fence = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:fence", ((int)((P3 *)_this)->fence));
#endif
		;
		/* merge: start = ( ((start<f)) -> (start) : (f) )(192, 188, 192) */
		reached[3][188] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->start);
		((P3 *)_this)->start = ( ((((int)((P3 *)_this)->start)<((int)((P3 *)_this)->f))) ? (((int)((P3 *)_this)->start)) : (((int)((P3 *)_this)->f)) );
#ifdef VAR_RANGES
		logval("sender:start", ((int)((P3 *)_this)->start));
#endif
		;
		_m = 3; goto P999; /* 4 */
	case 50: // STATE 152 - fence.pml:467 - [(((f>=oldest)&&(f<confirmed)))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][152] = 1;
		if (!(((((int)((P3 *)_this)->f)>=((int)now.oldest))&&(((int)((P3 *)_this)->f)<((int)now.confirmed)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 51: // STATE 153 - fence.pml:402 - [confirmed = ( ((confirmed<f)) -> (confirmed) : (f) )] (0:161:3 - 1)
		IfNotBlocked
		reached[3][153] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.confirmed);
		now.confirmed = ( ((((int)now.confirmed)<((int)((P3 *)_this)->f))) ? (((int)now.confirmed)) : (((int)((P3 *)_this)->f)) );
#ifdef VAR_RANGES
		logval("confirmed", ((int)now.confirmed));
#endif
		;
		/* merge: floor = ( ((floor<f)) -> (floor) : (f) )(161, 154, 161) */
		reached[3][154] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.floor);
		now.floor = ( ((((int)now.floor)<((int)((P3 *)_this)->f))) ? (((int)now.floor)) : (((int)((P3 *)_this)->f)) );
#ifdef VAR_RANGES
		logval("floor", ((int)now.floor));
#endif
		;
		/* merge: i = f(161, 155, 161) */
		reached[3][155] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 162, 161) */
		reached[3][162] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 52: // STATE 156 - fence.pml:407 - [((i<(3+1)))] (161:0:2 - 1)
		IfNotBlocked
		reached[3][156] = 1;
		if (!((((int)((P3 *)_this)->i)<(3+1))))
			continue;
		/* merge: age[i] = 0(161, 157, 161) */
		reached[3][157] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]);
		now.age[ Index(((P3 *)_this)->i, 5) ] = 0;
#ifdef VAR_RANGES
		logval("age[sender:i]", ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]));
#endif
		;
		/* merge: i = (i+1)(161, 158, 161) */
		reached[3][158] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 162, 161) */
		reached[3][162] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 53: // STATE 164 - fence.pml:411 - [i = 0] (0:192:4 - 3)
		IfNotBlocked
		reached[3][164] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: cursor = f(192, 166, 192) */
		reached[3][166] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->cursor);
		((P3 *)_this)->cursor = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:cursor", ((int)((P3 *)_this)->cursor));
#endif
		;
		/* merge: .(goto)(192, 186, 192) */
		reached[3][186] = 1;
		;
		/* merge: fence = f(192, 187, 192) */
		reached[3][187] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->fence);
		((P3 *)_this)->fence = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:fence", ((int)((P3 *)_this)->fence));
#endif
		;
		/* merge: start = ( ((start<f)) -> (start) : (f) )(192, 188, 192) */
		reached[3][188] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->start);
		((P3 *)_this)->start = ( ((((int)((P3 *)_this)->start)<((int)((P3 *)_this)->f))) ? (((int)((P3 *)_this)->start)) : (((int)((P3 *)_this)->f)) );
#ifdef VAR_RANGES
		logval("sender:start", ((int)((P3 *)_this)->start));
#endif
		;
		_m = 3; goto P999; /* 4 */
	case 54: // STATE 168 - fence.pml:386 - [((f>confirmed))] (175:0:1 - 1)
		IfNotBlocked
		reached[3][168] = 1;
		if (!((((int)((P3 *)_this)->f)>((int)now.confirmed))))
			continue;
		/* merge: i = confirmed(0, 169, 175) */
		reached[3][169] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = ((int)now.confirmed);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 176, 175) */
		reached[3][176] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 55: // STATE 170 - fence.pml:390 - [((i<f))] (175:0:2 - 1)
		IfNotBlocked
		reached[3][170] = 1;
		if (!((((int)((P3 *)_this)->i)<((int)((P3 *)_this)->f))))
			continue;
		/* merge: age[i] = 0(175, 171, 175) */
		reached[3][171] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]);
		now.age[ Index(((P3 *)_this)->i, 5) ] = 0;
#ifdef VAR_RANGES
		logval("age[sender:i]", ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]));
#endif
		;
		/* merge: i = (i+1)(175, 172, 175) */
		reached[3][172] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 176, 175) */
		reached[3][176] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 56: // STATE 178 - fence.pml:394 - [confirmed = f] (0:192:5 - 3)
		IfNotBlocked
		reached[3][178] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.confirmed);
		now.confirmed = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("confirmed", ((int)now.confirmed));
#endif
		;
		/* merge: i = 0(192, 179, 192) */
		reached[3][179] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(192, 182, 192) */
		reached[3][182] = 1;
		;
		/* merge: cursor = f(192, 184, 192) */
		reached[3][184] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->cursor);
		((P3 *)_this)->cursor = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:cursor", ((int)((P3 *)_this)->cursor));
#endif
		;
		/* merge: .(goto)(192, 186, 192) */
		reached[3][186] = 1;
		;
		/* merge: fence = f(192, 187, 192) */
		reached[3][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->fence);
		((P3 *)_this)->fence = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:fence", ((int)((P3 *)_this)->fence));
#endif
		;
		/* merge: start = ( ((start<f)) -> (start) : (f) )(192, 188, 192) */
		reached[3][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P3 *)_this)->start);
		((P3 *)_this)->start = ( ((((int)((P3 *)_this)->start)<((int)((P3 *)_this)->f))) ? (((int)((P3 *)_this)->start)) : (((int)((P3 *)_this)->f)) );
#ifdef VAR_RANGES
		logval("sender:start", ((int)((P3 *)_this)->start));
#endif
		;
		_m = 3; goto P999; /* 6 */
	case 57: // STATE 184 - fence.pml:468 - [cursor = f] (0:192:3 - 3)
		IfNotBlocked
		reached[3][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->cursor);
		((P3 *)_this)->cursor = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:cursor", ((int)((P3 *)_this)->cursor));
#endif
		;
		/* merge: .(goto)(192, 186, 192) */
		reached[3][186] = 1;
		;
		/* merge: fence = f(192, 187, 192) */
		reached[3][187] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->fence);
		((P3 *)_this)->fence = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:fence", ((int)((P3 *)_this)->fence));
#endif
		;
		/* merge: start = ( ((start<f)) -> (start) : (f) )(192, 188, 192) */
		reached[3][188] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->start);
		((P3 *)_this)->start = ( ((((int)((P3 *)_this)->start)<((int)((P3 *)_this)->f))) ? (((int)((P3 *)_this)->start)) : (((int)((P3 *)_this)->f)) );
#ifdef VAR_RANGES
		logval("sender:start", ((int)((P3 *)_this)->start));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 58: // STATE 187 - fence.pml:471 - [fence = f] (0:192:2 - 4)
		IfNotBlocked
		reached[3][187] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->fence);
		((P3 *)_this)->fence = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:fence", ((int)((P3 *)_this)->fence));
#endif
		;
		/* merge: start = ( ((start<f)) -> (start) : (f) )(192, 188, 192) */
		reached[3][188] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->start);
		((P3 *)_this)->start = ( ((((int)((P3 *)_this)->start)<((int)((P3 *)_this)->f))) ? (((int)((P3 *)_this)->start)) : (((int)((P3 *)_this)->f)) );
#ifdef VAR_RANGES
		logval("sender:start", ((int)((P3 *)_this)->start));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 59: // STATE 189 - fence.pml:475 - [((start>oldest))] (275:0:2 - 1)
		IfNotBlocked
		reached[3][189] = 1;
		if (!((((int)((P3 *)_this)->start)>((int)now.oldest))))
			continue;
		/* merge: oldest = start(275, 190, 275) */
		reached[3][190] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.oldest);
		now.oldest = ((int)((P3 *)_this)->start);
#ifdef VAR_RANGES
		logval("oldest", ((int)now.oldest));
#endif
		;
		/* merge: .(goto)(275, 193, 275) */
		reached[3][193] = 1;
		;
		/* merge: state = READY(275, 194, 275) */
		reached[3][194] = 1;
		(trpt+1)->bup.ovals[1] = ((P3 *)_this)->state;
		((P3 *)_this)->state = 6;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: .(goto)(0, 239, 275) */
		reached[3][239] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 60: // STATE 194 - fence.pml:479 - [state = READY] (0:275:1 - 3)
		IfNotBlocked
		reached[3][194] = 1;
		(trpt+1)->bup.oval = ((P3 *)_this)->state;
		((P3 *)_this)->state = 6;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: .(goto)(0, 239, 275) */
		reached[3][239] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 61: // STATE 196 - fence.pml:532 - [((command==PUSH))] (0:0:1 - 1)
		IfNotBlocked
		reached[3][196] = 1;
		if (!((((P3 *)_this)->command==3)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P3 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 62: // STATE 197 - fence.pml:485 - [((result==DONE))] (0:0:1 - 1)
		IfNotBlocked
		reached[3][197] = 1;
		if (!((((P3 *)_this)->result==9)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: result */  (trpt+1)->bup.oval = ((P3 *)_this)->result;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->result = 0;
		_m = 3; goto P999; /* 0 */
	case 63: // STATE 198 - fence.pml:386 - [((f>confirmed))] (205:0:1 - 1)
		IfNotBlocked
		reached[3][198] = 1;
		if (!((((int)((P3 *)_this)->f)>((int)now.confirmed))))
			continue;
		/* merge: i = confirmed(0, 199, 205) */
		reached[3][199] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = ((int)now.confirmed);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 206, 205) */
		reached[3][206] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 64: // STATE 200 - fence.pml:390 - [((i<f))] (205:0:2 - 1)
		IfNotBlocked
		reached[3][200] = 1;
		if (!((((int)((P3 *)_this)->i)<((int)((P3 *)_this)->f))))
			continue;
		/* merge: age[i] = 0(205, 201, 205) */
		reached[3][201] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]);
		now.age[ Index(((P3 *)_this)->i, 5) ] = 0;
#ifdef VAR_RANGES
		logval("age[sender:i]", ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]));
#endif
		;
		/* merge: i = (i+1)(205, 202, 205) */
		reached[3][202] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 206, 205) */
		reached[3][206] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 65: // STATE 208 - fence.pml:394 - [confirmed = f] (0:275:2 - 3)
		IfNotBlocked
		reached[3][208] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.confirmed);
		now.confirmed = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("confirmed", ((int)now.confirmed));
#endif
		;
		/* merge: i = 0(275, 209, 275) */
		reached[3][209] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 212, 275) */
		reached[3][212] = 1;
		;
		/* merge: .(goto)(0, 222, 275) */
		reached[3][222] = 1;
		;
		/* merge: .(goto)(0, 239, 275) */
		reached[3][239] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 66: // STATE 214 - fence.pml:486 - [((result==ERROR))] (275:0:2 - 1)
		IfNotBlocked
		reached[3][214] = 1;
		if (!((((P3 *)_this)->result==8)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: result */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P3 *)_this)->result;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->result = 0;
		/* merge: error = 1(0, 215, 275) */
		reached[3][215] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->error);
		((P3 *)_this)->error = 1;
#ifdef VAR_RANGES
		logval("sender:error", ((int)((P3 *)_this)->error));
#endif
		;
		/* merge: .(goto)(0, 222, 275) */
		reached[3][222] = 1;
		;
		/* merge: .(goto)(0, 239, 275) */
		reached[3][239] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 67: // STATE 216 - fence.pml:487 - [((((result==FIELD)&&(f>=confirmed))&&(f<=tail)))] (275:0:3 - 1)
		IfNotBlocked
		reached[3][216] = 1;
		if (!((((((P3 *)_this)->result==11)&&(((int)((P3 *)_this)->f)>=((int)now.confirmed)))&&(((int)((P3 *)_this)->f)<=((int)now.tail)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: result */  (trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P3 *)_this)->result;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->result = 0;
		/* merge: refused = 1(275, 217, 275) */
		reached[3][217] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->refused);
		((P3 *)_this)->refused = 1;
#ifdef VAR_RANGES
		logval("sender:refused", ((int)((P3 *)_this)->refused));
#endif
		;
		/* merge: answer = f(275, 218, 275) */
		reached[3][218] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->answer);
		((P3 *)_this)->answer = ((int)((P3 *)_this)->f);
#ifdef VAR_RANGES
		logval("sender:answer", ((int)((P3 *)_this)->answer));
#endif
		;
		/* merge: .(goto)(0, 222, 275) */
		reached[3][222] = 1;
		;
		/* merge: .(goto)(0, 239, 275) */
		reached[3][239] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 68: // STATE 220 - fence.pml:489 - [refused = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[3][220] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->refused);
		((P3 *)_this)->refused = 2;
#ifdef VAR_RANGES
		logval("sender:refused", ((int)((P3 *)_this)->refused));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 69: // STATE 224 - fence.pml:533 - [((command==FORGET))] (0:0:1 - 1)
		IfNotBlocked
		reached[3][224] = 1;
		if (!((((P3 *)_this)->command==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P3 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 70: // STATE 225 - fence.pml:511 - [removed = 1] (0:232:2 - 1)
		IfNotBlocked
		reached[3][225] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.removed);
		now.removed = 1;
#ifdef VAR_RANGES
		logval("removed", ((int)now.removed));
#endif
		;
		/* merge: i = 1(232, 226, 232) */
		reached[3][226] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 233, 232) */
		reached[3][233] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 71: // STATE 227 - fence.pml:515 - [((i<tail))] (232:0:1 - 1)
		IfNotBlocked
		reached[3][227] = 1;
		if (!((((int)((P3 *)_this)->i)<((int)now.tail))))
			continue;
		/* merge: assert(((list2|forgiven)&(1<<(i-1))))(232, 228, 232) */
		reached[3][228] = 1;
		spin_assert(((((int)now.list2)|((int)now.forgiven))&(1<<(((int)((P3 *)_this)->i)-1))), "((list2|forgiven)&(1<<(i-1)))", II, tt, t);
		/* merge: i = (i+1)(232, 229, 232) */
		reached[3][229] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 233, 232) */
		reached[3][233] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 72: // STATE 235 - fence.pml:521 - [i = 0] (0:275:1 - 3)
		IfNotBlocked
		reached[3][235] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 239, 275) */
		reached[3][239] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 73: // STATE 237 - fence.pml:534 - [((command==PING))] (0:0:1 - 1)
		IfNotBlocked
		reached[3][237] = 1;
		if (!((((P3 *)_this)->command==1)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P3 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 74: // STATE 240 - fence.pml:496 - [(((owed==0)&&error))] (273:0:4 - 1)
		IfNotBlocked
		reached[3][240] = 1;
		if (!(((((int)now.owed)==0)&&((int)((P3 *)_this)->error))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: error */  (trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((P3 *)_this)->error;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->error = 0;
		/* merge: state = NEW(273, 241, 273) */
		reached[3][241] = 1;
		(trpt+1)->bup.ovals[1] = ((P3 *)_this)->state;
		((P3 *)_this)->state = 7;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: error = 0(273, 242, 273) */
		reached[3][242] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->error);
		((P3 *)_this)->error = 0;
#ifdef VAR_RANGES
		logval("sender:error", ((int)((P3 *)_this)->error));
#endif
		;
		/* merge: refused = 0(273, 243, 273) */
		reached[3][243] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->refused);
		((P3 *)_this)->refused = 0;
#ifdef VAR_RANGES
		logval("sender:refused", ((int)((P3 *)_this)->refused));
#endif
		;
		/* merge: .(goto)(0, 269, 273) */
		reached[3][269] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 75: // STATE 244 - fence.pml:497 - [((((owed==0)&&!(error))&&(refused==1)))] (262:0:3 - 1)
		IfNotBlocked
		reached[3][244] = 1;
		if (!((((((int)now.owed)==0)&& !(((int)((P3 *)_this)->error)))&&(((int)((P3 *)_this)->refused)==1))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: refused */  (trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P3 *)_this)->refused;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->refused = 0;
		/* merge: fence = answer(262, 245, 262) */
		reached[3][245] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->fence);
		((P3 *)_this)->fence = ((int)((P3 *)_this)->answer);
#ifdef VAR_RANGES
		logval("sender:fence", ((int)((P3 *)_this)->fence));
#endif
		;
		/* merge: cursor = answer(262, 246, 262) */
		reached[3][246] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->cursor);
		((P3 *)_this)->cursor = ((int)((P3 *)_this)->answer);
#ifdef VAR_RANGES
		logval("sender:cursor", ((int)((P3 *)_this)->cursor));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 76: // STATE 247 - fence.pml:386 - [((answer>confirmed))] (254:0:1 - 1)
		IfNotBlocked
		reached[3][247] = 1;
		if (!((((int)((P3 *)_this)->answer)>((int)now.confirmed))))
			continue;
		/* merge: i = confirmed(0, 248, 254) */
		reached[3][248] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = ((int)now.confirmed);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 255, 254) */
		reached[3][255] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 77: // STATE 249 - fence.pml:390 - [((i<answer))] (254:0:2 - 1)
		IfNotBlocked
		reached[3][249] = 1;
		if (!((((int)((P3 *)_this)->i)<((int)((P3 *)_this)->answer))))
			continue;
		/* merge: age[i] = 0(254, 250, 254) */
		reached[3][250] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]);
		now.age[ Index(((P3 *)_this)->i, 5) ] = 0;
#ifdef VAR_RANGES
		logval("age[sender:i]", ((int)now.age[ Index(((int)((P3 *)_this)->i), 5) ]));
#endif
		;
		/* merge: i = (i+1)(254, 251, 254) */
		reached[3][251] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 255, 254) */
		reached[3][255] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 78: // STATE 257 - fence.pml:394 - [confirmed = answer] (0:273:3 - 3)
		IfNotBlocked
		reached[3][257] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.confirmed);
		now.confirmed = ((int)((P3 *)_this)->answer);
#ifdef VAR_RANGES
		logval("confirmed", ((int)now.confirmed));
#endif
		;
		/* merge: i = 0(273, 258, 273) */
		reached[3][258] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("sender:i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(273, 261, 273) */
		reached[3][261] = 1;
		;
		/* merge: refused = 0(273, 263, 273) */
		reached[3][263] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->refused);
		((P3 *)_this)->refused = 0;
#ifdef VAR_RANGES
		logval("sender:refused", ((int)((P3 *)_this)->refused));
#endif
		;
		/* merge: .(goto)(0, 269, 273) */
		reached[3][269] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 79: // STATE 263 - fence.pml:498 - [refused = 0] (0:273:1 - 3)
		IfNotBlocked
		reached[3][263] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->refused);
		((P3 *)_this)->refused = 0;
#ifdef VAR_RANGES
		logval("sender:refused", ((int)((P3 *)_this)->refused));
#endif
		;
		/* merge: .(goto)(0, 269, 273) */
		reached[3][269] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 80: // STATE 264 - fence.pml:499 - [((((owed==0)&&!(error))&&(refused==2)))] (273:0:3 - 1)
		IfNotBlocked
		reached[3][264] = 1;
		if (!((((((int)now.owed)==0)&& !(((int)((P3 *)_this)->error)))&&(((int)((P3 *)_this)->refused)==2))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: refused */  (trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P3 *)_this)->refused;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->refused = 0;
		/* merge: state = NEW(273, 265, 273) */
		reached[3][265] = 1;
		(trpt+1)->bup.ovals[1] = ((P3 *)_this)->state;
		((P3 *)_this)->state = 7;
#ifdef VAR_RANGES
		logval("sender:state", ((P3 *)_this)->state);
#endif
		;
		/* merge: refused = 0(273, 266, 273) */
		reached[3][266] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->refused);
		((P3 *)_this)->refused = 0;
#ifdef VAR_RANGES
		logval("sender:refused", ((int)((P3 *)_this)->refused));
#endif
		;
		/* merge: .(goto)(0, 269, 273) */
		reached[3][269] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 81: // STATE 270 - fence.pml:504 - [((refused==0))] (315:0:5 - 1)
		IfNotBlocked
		reached[3][270] = 1;
		if (!((((int)((P3 *)_this)->refused)==0)))
			continue;
		/* merge: answer = 0(315, 271, 315) */
		reached[3][271] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->answer);
		((P3 *)_this)->answer = 0;
#ifdef VAR_RANGES
		logval("sender:answer", ((int)((P3 *)_this)->answer));
#endif
		;
		/* merge: .(goto)(315, 274, 315) */
		reached[3][274] = 1;
		;
		/* merge: command = 0(315, 276, 315) */
		reached[3][276] = 1;
		(trpt+1)->bup.ovals[1] = ((P3 *)_this)->command;
		((P3 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("sender:command", ((P3 *)_this)->command);
#endif
		;
		/* merge: result = 0(315, 277, 315) */
		reached[3][277] = 1;
		(trpt+1)->bup.ovals[2] = ((P3 *)_this)->result;
		((P3 *)_this)->result = 0;
#ifdef VAR_RANGES
		logval("sender:result", ((P3 *)_this)->result);
#endif
		;
		/* merge: f = 0(315, 278, 315) */
		reached[3][278] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->f);
		((P3 *)_this)->f = 0;
#ifdef VAR_RANGES
		logval("sender:f", ((int)((P3 *)_this)->f));
#endif
		;
		/* merge: there = 0(315, 279, 315) */
		reached[3][279] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P3 *)_this)->there);
		((P3 *)_this)->there = 0;
#ifdef VAR_RANGES
		logval("sender:there", ((int)((P3 *)_this)->there));
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 82: // STATE 276 - fence.pml:538 - [command = 0] (0:315:4 - 3)
		IfNotBlocked
		reached[3][276] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((P3 *)_this)->command;
		((P3 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("sender:command", ((P3 *)_this)->command);
#endif
		;
		/* merge: result = 0(315, 277, 315) */
		reached[3][277] = 1;
		(trpt+1)->bup.ovals[1] = ((P3 *)_this)->result;
		((P3 *)_this)->result = 0;
#ifdef VAR_RANGES
		logval("sender:result", ((P3 *)_this)->result);
#endif
		;
		/* merge: f = 0(315, 278, 315) */
		reached[3][278] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->f);
		((P3 *)_this)->f = 0;
#ifdef VAR_RANGES
		logval("sender:f", ((int)((P3 *)_this)->f));
#endif
		;
		/* merge: there = 0(315, 279, 315) */
		reached[3][279] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->there);
		((P3 *)_this)->there = 0;
#ifdef VAR_RANGES
		logval("sender:there", ((int)((P3 *)_this)->there));
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 83: // STATE 282 - fence.pml:614 - [((((((holder==self)&&!(removed))&&connected)&&(owed>0))&&(timeouts>0)))] (295:0:1 - 1)
		IfNotBlocked
		reached[3][282] = 1;
		if (!((((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&&((int)now.connected))&&(((int)now.owed)>0))&&(((int)now.timeouts)>0))))
			continue;
		/* merge: timeouts = (timeouts-1)(0, 283, 295) */
		reached[3][283] = 1;
		(trpt+1)->bup.oval = ((int)now.timeouts);
		now.timeouts = (((int)now.timeouts)-1);
#ifdef VAR_RANGES
		logval("timeouts", ((int)now.timeouts));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 84: // STATE 284 - fence.pml:127 - [(nempty(answers[holder]))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][284] = 1;
		if (!((q_len(now.answers[ Index(((int)now.holder), 2) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 85: // STATE 285 - fence.pml:127 - [answers[holder]?_,_,_,_] (0:0:4 - 1)
		reached[3][285] = 1;
		if (q_len(now.answers[ Index(((int)now.holder), 2) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 2, 0);
		(trpt+1)->bup.ovals[3] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 3, 0);
		;
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 0, 0);
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 1, 0);
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 2, 0);
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 3, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.answers[ Index(((int)now.holder), 2) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 86: // STATE 286 - fence.pml:128 - [(empty(answers[holder]))] (315:0:3 - 1)
		IfNotBlocked
		reached[3][286] = 1;
		if (!((q_len(now.answers[ Index(((int)now.holder), 2) ])==0)))
			continue;
		/* merge: goto :b20(315, 287, 315) */
		reached[3][287] = 1;
		;
		/* merge: connected = 0(315, 292, 315) */
		reached[3][292] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.connected);
		now.connected = 0;
#ifdef VAR_RANGES
		logval("connected", ((int)now.connected));
#endif
		;
		/* merge: owed = 0(315, 293, 315) */
		reached[3][293] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.owed);
		now.owed = 0;
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: pending = 0(315, 294, 315) */
		reached[3][294] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 87: // STATE 292 - fence.pml:144 - [connected = 0] (0:315:3 - 3)
		IfNotBlocked
		reached[3][292] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.connected);
		now.connected = 0;
#ifdef VAR_RANGES
		logval("connected", ((int)now.connected));
#endif
		;
		/* merge: owed = 0(315, 293, 315) */
		reached[3][293] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.owed);
		now.owed = 0;
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: pending = 0(315, 294, 315) */
		reached[3][294] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: .(goto)(0, 316, 315) */
		reached[3][316] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 88: // STATE 297 - fence.pml:617 - [((((holder==self)&&!(removed))&&(self<1)))] (0:0:1 - 1)
		IfNotBlocked
		reached[3][297] = 1;
		if (!((((((int)now.holder)==((int)((P3 *)_this)->self))&& !(((int)now.removed)))&&(((int)((P3 *)_this)->self)<1))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: self */  (trpt+1)->bup.oval = ((P3 *)_this)->self;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P3 *)_this)->self = 0;
		_m = 3; goto P999; /* 0 */
	case 89: // STATE 298 - fence.pml:127 - [(nempty(answers[holder]))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][298] = 1;
		if (!((q_len(now.answers[ Index(((int)now.holder), 2) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 90: // STATE 299 - fence.pml:127 - [answers[holder]?_,_,_,_] (0:0:4 - 1)
		reached[3][299] = 1;
		if (q_len(now.answers[ Index(((int)now.holder), 2) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 2, 0);
		(trpt+1)->bup.ovals[3] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 3, 0);
		;
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 0, 0);
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 1, 0);
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 2, 0);
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 3, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.answers[ Index(((int)now.holder), 2) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 91: // STATE 300 - fence.pml:128 - [(empty(answers[holder]))] (318:0:4 - 1)
		IfNotBlocked
		reached[3][300] = 1;
		if (!((q_len(now.answers[ Index(((int)now.holder), 2) ])==0)))
			continue;
		/* merge: goto :b21(318, 301, 318) */
		reached[3][301] = 1;
		;
		/* merge: connected = 0(318, 306, 318) */
		reached[3][306] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.connected);
		now.connected = 0;
#ifdef VAR_RANGES
		logval("connected", ((int)now.connected));
#endif
		;
		/* merge: owed = 0(318, 307, 318) */
		reached[3][307] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.owed);
		now.owed = 0;
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: pending = 0(318, 308, 318) */
		reached[3][308] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: holder = (holder+1)(318, 310, 318) */
		reached[3][310] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.holder);
		now.holder = (((int)now.holder)+1);
#ifdef VAR_RANGES
		logval("holder", ((int)now.holder));
#endif
		;
		/* merge: goto :b9(318, 311, 318) */
		reached[3][311] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 92: // STATE 306 - fence.pml:144 - [connected = 0] (0:318:4 - 3)
		IfNotBlocked
		reached[3][306] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.connected);
		now.connected = 0;
#ifdef VAR_RANGES
		logval("connected", ((int)now.connected));
#endif
		;
		/* merge: owed = 0(318, 307, 318) */
		reached[3][307] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.owed);
		now.owed = 0;
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: pending = 0(318, 308, 318) */
		reached[3][308] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: holder = (holder+1)(318, 310, 318) */
		reached[3][310] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.holder);
		now.holder = (((int)now.holder)+1);
#ifdef VAR_RANGES
		logval("holder", ((int)now.holder));
#endif
		;
		/* merge: goto :b9(318, 311, 318) */
		reached[3][311] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 93: // STATE 313 - fence.pml:620 - [(removed)] (0:0:0 - 1)
		IfNotBlocked
		reached[3][313] = 1;
		if (!(((int)now.removed)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 94: // STATE 318 - fence.pml:622 - [-end-] (0:0:0 - 4)
		IfNotBlocked
		reached[3][318] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC clock */
	case 95: // STATE 1 - fence.pml:344 - [((!(removed)&&(((!(connected)||(owed==0))||(pending==0))&&(((((((field1!=field2)||(list1!=list2))||(field!=field1))||(list!=list1))||((connected&&(owed==0))&&(pending<=2)))||(connected&&(pending==0)))||0))))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][1] = 1;
		if (!(( !(((int)now.removed))&&((( !(((int)now.connected))||(((int)now.owed)==0))||(((int)now.pending)==0))&&(((((((((int)now.field1)!=((int)now.field2))||(((int)now.list1)!=((int)now.list2)))||(((int)now.field)!=((int)now.field1)))||(((int)now.list)!=((int)now.list1)))||((((int)now.connected)&&(((int)now.owed)==0))&&(((int)now.pending)<=2)))||(((int)now.connected)&&(((int)now.pending)==0)))||0)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 96: // STATE 2 - fence.pml:316 - [(running)] (13:0:4 - 1)
		IfNotBlocked
		reached[2][2] = 1;
		if (!(((int)now.running)))
			continue;
		/* merge: field2 = field1(13, 3, 13) */
		reached[2][3] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.field2);
		now.field2 = ((int)now.field1);
#ifdef VAR_RANGES
		logval("field2", ((int)now.field2));
#endif
		;
		/* merge: list2 = list1(13, 4, 13) */
		reached[2][4] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.list2);
		now.list2 = ((int)now.list1);
#ifdef VAR_RANGES
		logval("list2", ((int)now.list2));
#endif
		;
		/* merge: field1 = field(13, 5, 13) */
		reached[2][5] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.field1);
		now.field1 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field1", ((int)now.field1));
#endif
		;
		/* merge: list1 = list(13, 6, 13) */
		reached[2][6] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.list1);
		now.list1 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list1", ((int)now.list1));
#endif
		;
		/* merge: .(goto)(0, 9, 13) */
		reached[2][9] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 97: // STATE 10 - fence.pml:325 - [(connected)] (17:0:1 - 1)
		IfNotBlocked
		reached[2][10] = 1;
		if (!(((int)now.connected)))
			continue;
		/* merge: pending = ( (((pending+1)<(2+1))) -> ((pending+1)) : ((2+1)) )(17, 11, 17) */
		reached[2][11] = 1;
		(trpt+1)->bup.oval = ((int)now.pending);
		now.pending = ( (((((int)now.pending)+1)<(2+1))) ? ((((int)now.pending)+1)) : ((2+1)) );
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: .(goto)(17, 14, 17) */
		reached[2][14] = 1;
		;
		/* merge: .(goto)(0, 18, 17) */
		reached[2][18] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 98: // STATE 14 - fence.pml:328 - [.(goto)] (0:17:0 - 2)
		IfNotBlocked
		reached[2][14] = 1;
		;
		/* merge: .(goto)(0, 18, 17) */
		reached[2][18] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 99: // STATE 20 - fence.pml:371 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[2][20] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC fate */
	case 100: // STATE 1 - fence.pml:276 - [(running)] (26:0:1 - 1)
		IfNotBlocked
		reached[1][1] = 1;
		if (!(((int)now.running)))
			continue;
		/* merge: running = 0(0, 2, 26) */
		reached[1][2] = 1;
		(trpt+1)->bup.oval = ((int)now.running);
		now.running = 0;
#ifdef VAR_RANGES
		logval("running", ((int)now.running));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 101: // STATE 3 - fence.pml:260 - [(1)] (40:0:5 - 1)
		IfNotBlocked
		reached[1][3] = 1;
		if (!(1))
			continue;
		/* merge: .(goto)(40, 21, 40) */
		reached[1][21] = 1;
		;
		/* merge: field1 = field(40, 22, 40) */
		reached[1][22] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.field1);
		now.field1 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field1", ((int)now.field1));
#endif
		;
		/* merge: list1 = list(40, 23, 40) */
		reached[1][23] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.list1);
		now.list1 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list1", ((int)now.list1));
#endif
		;
		/* merge: field2 = field(40, 24, 40) */
		reached[1][24] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.field2);
		now.field2 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field2", ((int)now.field2));
#endif
		;
		/* merge: list2 = list(40, 25, 40) */
		reached[1][25] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.list2);
		now.list2 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list2", ((int)now.list2));
#endif
		;
		/* merge: i = 0(40, 27, 40) */
		reached[1][27] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 41, 40) */
		reached[1][41] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 102: // STATE 4 - fence.pml:261 - [field = field1] (0:40:7 - 1)
		IfNotBlocked
		reached[1][4] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)now.field);
		now.field = ((int)now.field1);
#ifdef VAR_RANGES
		logval("field", ((int)now.field));
#endif
		;
		/* merge: list = list1(40, 5, 40) */
		reached[1][5] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.list);
		now.list = ((int)now.list1);
#ifdef VAR_RANGES
		logval("list", ((int)now.list));
#endif
		;
		/* merge: .(goto)(40, 21, 40) */
		reached[1][21] = 1;
		;
		/* merge: field1 = field(40, 22, 40) */
		reached[1][22] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.field1);
		now.field1 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field1", ((int)now.field1));
#endif
		;
		/* merge: list1 = list(40, 23, 40) */
		reached[1][23] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.list1);
		now.list1 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list1", ((int)now.list1));
#endif
		;
		/* merge: field2 = field(40, 24, 40) */
		reached[1][24] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.field2);
		now.field2 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field2", ((int)now.field2));
#endif
		;
		/* merge: list2 = list(40, 25, 40) */
		reached[1][25] = 1;
		(trpt+1)->bup.ovals[5] = ((int)now.list2);
		now.list2 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list2", ((int)now.list2));
#endif
		;
		/* merge: i = 0(40, 27, 40) */
		reached[1][27] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 41, 40) */
		reached[1][41] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 103: // STATE 6 - fence.pml:262 - [field = field2] (0:40:7 - 1)
		IfNotBlocked
		reached[1][6] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)now.field);
		now.field = ((int)now.field2);
#ifdef VAR_RANGES
		logval("field", ((int)now.field));
#endif
		;
		/* merge: list = list2(40, 7, 40) */
		reached[1][7] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.list);
		now.list = ((int)now.list2);
#ifdef VAR_RANGES
		logval("list", ((int)now.list));
#endif
		;
		/* merge: .(goto)(40, 21, 40) */
		reached[1][21] = 1;
		;
		/* merge: field1 = field(40, 22, 40) */
		reached[1][22] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.field1);
		now.field1 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field1", ((int)now.field1));
#endif
		;
		/* merge: list1 = list(40, 23, 40) */
		reached[1][23] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.list1);
		now.list1 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list1", ((int)now.list1));
#endif
		;
		/* merge: field2 = field(40, 24, 40) */
		reached[1][24] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.field2);
		now.field2 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field2", ((int)now.field2));
#endif
		;
		/* merge: list2 = list(40, 25, 40) */
		reached[1][25] = 1;
		(trpt+1)->bup.ovals[5] = ((int)now.list2);
		now.list2 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list2", ((int)now.list2));
#endif
		;
		/* merge: i = 0(40, 27, 40) */
		reached[1][27] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 41, 40) */
		reached[1][41] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 104: // STATE 8 - fence.pml:247 - [i = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][8] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 105: // STATE 9 - fence.pml:250 - [(((i<floor)||((i<confirmed)&&(age[i]>=2))))] (14:0:2 - 1)
		IfNotBlocked
		reached[1][9] = 1;
		if (!(((((int)((P1 *)_this)->i)<((int)now.floor))||((((int)((P1 *)_this)->i)<((int)now.confirmed))&&(((int)now.age[ Index(((int)((P1 *)_this)->i), 5) ])>=2)))))
			continue;
		/* merge: forgiven = (forgiven|(1<<(i-1)))(14, 10, 14) */
		reached[1][10] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.forgiven);
		now.forgiven = (((int)now.forgiven)|(1<<(((int)((P1 *)_this)->i)-1)));
#ifdef VAR_RANGES
		logval("forgiven", ((int)now.forgiven));
#endif
		;
		/* merge: i = (i+1)(14, 11, 14) */
		reached[1][11] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = (((int)((P1 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 15, 14) */
		reached[1][15] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 106: // STATE 18 - fence.pml:263 - [field = 0] (0:40:7 - 3)
		IfNotBlocked
		reached[1][18] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)now.field);
		now.field = 0;
#ifdef VAR_RANGES
		logval("field", ((int)now.field));
#endif
		;
		/* merge: list = 0(40, 19, 40) */
		reached[1][19] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.list);
		now.list = 0;
#ifdef VAR_RANGES
		logval("list", ((int)now.list));
#endif
		;
		/* merge: .(goto)(40, 21, 40) */
		reached[1][21] = 1;
		;
		/* merge: field1 = field(40, 22, 40) */
		reached[1][22] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.field1);
		now.field1 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field1", ((int)now.field1));
#endif
		;
		/* merge: list1 = list(40, 23, 40) */
		reached[1][23] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.list1);
		now.list1 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list1", ((int)now.list1));
#endif
		;
		/* merge: field2 = field(40, 24, 40) */
		reached[1][24] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.field2);
		now.field2 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field2", ((int)now.field2));
#endif
		;
		/* merge: list2 = list(40, 25, 40) */
		reached[1][25] = 1;
		(trpt+1)->bup.ovals[5] = ((int)now.list2);
		now.list2 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list2", ((int)now.list2));
#endif
		;
		/* merge: i = 0(40, 27, 40) */
		reached[1][27] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 41, 40) */
		reached[1][41] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 107: // STATE 22 - fence.pml:266 - [field1 = field] (0:40:5 - 5)
		IfNotBlocked
		reached[1][22] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.field1);
		now.field1 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field1", ((int)now.field1));
#endif
		;
		/* merge: list1 = list(40, 23, 40) */
		reached[1][23] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.list1);
		now.list1 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list1", ((int)now.list1));
#endif
		;
		/* merge: field2 = field(40, 24, 40) */
		reached[1][24] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.field2);
		now.field2 = ((int)now.field);
#ifdef VAR_RANGES
		logval("field2", ((int)now.field2));
#endif
		;
		/* merge: list2 = list(40, 25, 40) */
		reached[1][25] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.list2);
		now.list2 = ((int)now.list);
#ifdef VAR_RANGES
		logval("list2", ((int)now.list2));
#endif
		;
		/* merge: i = 0(40, 27, 40) */
		reached[1][27] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 41, 40) */
		reached[1][41] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 108: // STATE 28 - fence.pml:281 - [((i<((1+1)*1)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][28] = 1;
		if (!((((int)((P1 *)_this)->i)<((1+1)*1))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 109: // STATE 29 - fence.pml:135 - [(nempty(commands[i]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][29] = 1;
		if (!((q_len(now.commands[ Index(((int)((P1 *)_this)->i), 2) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 110: // STATE 30 - fence.pml:135 - [commands[i]?_,_,_,_,_] (0:0:5 - 1)
		reached[1][30] = 1;
		if (q_len(now.commands[ Index(((int)((P1 *)_this)->i), 2) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 2, 0);
		(trpt+1)->bup.ovals[3] = qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 3, 0);
		(trpt+1)->bup.ovals[4] = qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 4, 0);
		;
		qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 0, 0);
		qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 1, 0);
		qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 2, 0);
		qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 3, 0);
		qrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 4, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.commands[ Index(((int)((P1 *)_this)->i), 2) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 111: // STATE 31 - fence.pml:136 - [(empty(commands[i]))] (40:0:1 - 1)
		IfNotBlocked
		reached[1][31] = 1;
		if (!((q_len(now.commands[ Index(((int)((P1 *)_this)->i), 2) ])==0)))
			continue;
		/* merge: goto :b5(40, 32, 40) */
		reached[1][32] = 1;
		;
		/* merge: i = (i+1)(40, 37, 40) */
		reached[1][37] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = (((int)((P1 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 41, 40) */
		reached[1][41] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 112: // STATE 37 - fence.pml:281 - [i = (i+1)] (0:40:1 - 3)
		IfNotBlocked
		reached[1][37] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = (((int)((P1 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 41, 40) */
		reached[1][41] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 113: // STATE 43 - fence.pml:285 - [i = 0] (0:55:1 - 3)
		IfNotBlocked
		reached[1][43] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->i);
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("fate:i", ((int)((P1 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 114: // STATE 44 - fence.pml:127 - [(nempty(answers[holder]))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][44] = 1;
		if (!((q_len(now.answers[ Index(((int)now.holder), 2) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 115: // STATE 45 - fence.pml:127 - [answers[holder]?_,_,_,_] (0:0:4 - 1)
		reached[1][45] = 1;
		if (q_len(now.answers[ Index(((int)now.holder), 2) ]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 2, 0);
		(trpt+1)->bup.ovals[3] = qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 3, 0);
		;
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 0, 0);
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 1, 0);
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 2, 0);
		qrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 3, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.answers[ Index(((int)now.holder), 2) ]);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 116: // STATE 46 - fence.pml:128 - [(empty(answers[holder]))] (59:0:3 - 1)
		IfNotBlocked
		reached[1][46] = 1;
		if (!((q_len(now.answers[ Index(((int)now.holder), 2) ])==0)))
			continue;
		/* merge: goto :b6(59, 47, 59) */
		reached[1][47] = 1;
		;
		/* merge: connected = 0(59, 52, 59) */
		reached[1][52] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.connected);
		now.connected = 0;
#ifdef VAR_RANGES
		logval("connected", ((int)now.connected));
#endif
		;
		/* merge: owed = 0(59, 53, 59) */
		reached[1][53] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.owed);
		now.owed = 0;
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: pending = 0(59, 54, 59) */
		reached[1][54] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: .(goto)(0, 58, 59) */
		reached[1][58] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 117: // STATE 52 - fence.pml:144 - [connected = 0] (0:59:3 - 3)
		IfNotBlocked
		reached[1][52] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.connected);
		now.connected = 0;
#ifdef VAR_RANGES
		logval("connected", ((int)now.connected));
#endif
		;
		/* merge: owed = 0(59, 53, 59) */
		reached[1][53] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.owed);
		now.owed = 0;
#ifdef VAR_RANGES
		logval("owed", ((int)now.owed));
#endif
		;
		/* merge: pending = 0(59, 54, 59) */
		reached[1][54] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.pending);
		now.pending = 0;
#ifdef VAR_RANGES
		logval("pending", ((int)now.pending));
#endif
		;
		/* merge: .(goto)(0, 58, 59) */
		reached[1][58] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 118: // STATE 59 - fence.pml:290 - [running = 1] (0:0:1 - 2)
		IfNotBlocked
		reached[1][59] = 1;
		(trpt+1)->bup.oval = ((int)now.running);
		now.running = 1;
#ifdef VAR_RANGES
		logval("running", ((int)now.running));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 119: // STATE 60 - fence.pml:291 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[1][60] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC redis */
	case 120: // STATE 1 - fence.pml:228 - [((running&&nempty(commands[0])))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1] = 1;
		if (!((((int)now.running)&&(q_len(now.commands[0])>0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 121: // STATE 2 - fence.pml:215 - [commands[0]?command,a,b,c,id] (87:0:6 - 1)
		reached[0][2] = 1;
		if (q_len(now.commands[0]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(6);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		;
		((P0 *)_this)->command = qrecv(now.commands[0], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		((P0 *)_this)->a = qrecv(now.commands[0], XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		((P0 *)_this)->b = qrecv(now.commands[0], XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		((P0 *)_this)->c = qrecv(now.commands[0], XX-1, 3, 0);
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		((P0 *)_this)->id = qrecv(now.commands[0], XX-1, 4, 1);
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.commands[0]);
		sprintf(simtmp, "%d", ((P0 *)_this)->command); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->c)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->id)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: sender = 0(0, 3, 87) */
		reached[0][3] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		_m = 4; goto P999; /* 1 */
	case 122: // STATE 4 - fence.pml:177 - [((command==REGISTER))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][4] = 1;
		if (!((((P0 *)_this)->command==4)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 123: // STATE 5 - fence.pml:179 - [((field==0))] (12:0:1 - 1)
		IfNotBlocked
		reached[0][5] = 1;
		if (!((((int)now.field)==0)))
			continue;
		/* merge: field = a(0, 6, 12) */
		reached[0][6] = 1;
		(trpt+1)->bup.oval = ((int)now.field);
		now.field = ((int)((P0 *)_this)->a);
#ifdef VAR_RANGES
		logval("field", ((int)now.field));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 124: // STATE 7 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][7] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 125: // STATE 8 - fence.pml:156 - [answers[sender]!4,11,field,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][8] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 11); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.field)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 4, 11, ((int)now.field), 0, 0, 4);
		/* merge: .(goto)(193, 11, 193) */
		reached[0][11] = 1;
		;
		/* merge: .(goto)(193, 21, 193) */
		reached[0][21] = 1;
		;
		/* merge: .(goto)(193, 86, 193) */
		reached[0][86] = 1;
		;
		/* merge: command = 0(193, 88, 193) */
		reached[0][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 89, 193) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 90, 193) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 91, 193) */
		reached[0][91] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 92, 193) */
		reached[0][92] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 93, 193) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 94, 193) */
		reached[0][94] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 126: // STATE 14 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][14] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 127: // STATE 15 - fence.pml:156 - [answers[sender]!4,11,field,1] (193:0:7 - 1)
		IfNotBlocked
		reached[0][15] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 11); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.field)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 4, 11, ((int)now.field), 1, 0, 4);
		/* merge: .(goto)(193, 18, 193) */
		reached[0][18] = 1;
		;
		/* merge: .(goto)(193, 21, 193) */
		reached[0][21] = 1;
		;
		/* merge: .(goto)(193, 86, 193) */
		reached[0][86] = 1;
		;
		/* merge: command = 0(193, 88, 193) */
		reached[0][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 89, 193) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 90, 193) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 91, 193) */
		reached[0][91] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 92, 193) */
		reached[0][92] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 93, 193) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 94, 193) */
		reached[0][94] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 128: // STATE 22 - fence.pml:183 - [((((command==PUSH)&&refusing)&&(sender==holder)))] (29:0:2 - 1)
		IfNotBlocked
		reached[0][22] = 1;
		if (!((((((P0 *)_this)->command==3)&&((int)now.refusing))&&(((int)((P0 *)_this)->sender)==((int)now.holder)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		/* merge: refusing = 0(0, 23, 29) */
		reached[0][23] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.refusing);
		now.refusing = 0;
#ifdef VAR_RANGES
		logval("refusing", ((int)now.refusing));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 129: // STATE 24 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][24] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 130: // STATE 25 - fence.pml:156 - [answers[sender]!3,8,0,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][25] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 8); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 3, 8, 0, 0, 0, 4);
		/* merge: .(goto)(193, 28, 193) */
		reached[0][28] = 1;
		;
		/* merge: .(goto)(193, 86, 193) */
		reached[0][86] = 1;
		;
		/* merge: command = 0(193, 88, 193) */
		reached[0][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 89, 193) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 90, 193) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 91, 193) */
		reached[0][91] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 92, 193) */
		reached[0][92] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 93, 193) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 94, 193) */
		reached[0][94] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 10 */
	case 131: // STATE 30 - fence.pml:187 - [((command==PUSH))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][30] = 1;
		if (!((((P0 *)_this)->command==3)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 132: // STATE 31 - fence.pml:190 - [(((field!=a)&&(field==0)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][31] = 1;
		if (!(((((int)now.field)!=((int)((P0 *)_this)->a))&&(((int)now.field)==0))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: a */  (trpt+1)->bup.oval = ((P0 *)_this)->a;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->a = 0;
		_m = 3; goto P999; /* 0 */
	case 133: // STATE 32 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][32] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 134: // STATE 33 - fence.pml:156 - [answers[sender]!3,10,0,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][33] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 10); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 3, 10, 0, 0, 0, 4);
		/* merge: .(goto)(193, 36, 193) */
		reached[0][36] = 1;
		;
		/* merge: .(goto)(193, 65, 193) */
		reached[0][65] = 1;
		;
		/* merge: .(goto)(193, 86, 193) */
		reached[0][86] = 1;
		;
		/* merge: command = 0(193, 88, 193) */
		reached[0][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 89, 193) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 90, 193) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 91, 193) */
		reached[0][91] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 92, 193) */
		reached[0][92] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 93, 193) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 94, 193) */
		reached[0][94] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 135: // STATE 38 - fence.pml:191 - [(((field!=a)&&(field!=0)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][38] = 1;
		if (!(((((int)now.field)!=((int)((P0 *)_this)->a))&&(((int)now.field)!=0))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: a */  (trpt+1)->bup.oval = ((P0 *)_this)->a;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->a = 0;
		_m = 3; goto P999; /* 0 */
	case 136: // STATE 39 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][39] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 137: // STATE 40 - fence.pml:156 - [answers[sender]!3,11,field,1] (193:0:7 - 1)
		IfNotBlocked
		reached[0][40] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 11); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.field)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 3, 11, ((int)now.field), 1, 0, 4);
		/* merge: .(goto)(193, 43, 193) */
		reached[0][43] = 1;
		;
		/* merge: .(goto)(193, 65, 193) */
		reached[0][65] = 1;
		;
		/* merge: .(goto)(193, 86, 193) */
		reached[0][86] = 1;
		;
		/* merge: command = 0(193, 88, 193) */
		reached[0][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 89, 193) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 90, 193) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 91, 193) */
		reached[0][91] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 92, 193) */
		reached[0][92] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 93, 193) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 94, 193) */
		reached[0][94] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 138: // STATE 45 - fence.pml:192 - [((field==a))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][45] = 1;
		if (!((((int)now.field)==((int)((P0 *)_this)->a))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: a */  (trpt+1)->bup.oval = ((P0 *)_this)->a;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->a = 0;
		_m = 3; goto P999; /* 0 */
	case 139: // STATE 46 - fence.pml:163 - [i = b] (0:0:1 - 1)
		IfNotBlocked
		reached[0][46] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = ((int)((P0 *)_this)->b);
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 140: // STATE 47 - fence.pml:166 - [((i<c))] (53:0:2 - 1)
		IfNotBlocked
		reached[0][47] = 1;
		if (!((((int)((P0 *)_this)->i)<((int)((P0 *)_this)->c))))
			continue;
		/* merge: assert(((list&(1<<(i-1)))==0))(53, 48, 53) */
		reached[0][48] = 1;
		spin_assert(((((int)now.list)&(1<<(((int)((P0 *)_this)->i)-1)))==0), "((list&(1<<(i-1)))==0)", II, tt, t);
		/* merge: list = (list|(1<<(i-1)))(53, 49, 53) */
		reached[0][49] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.list);
		now.list = (((int)now.list)|(1<<(((int)((P0 *)_this)->i)-1)));
#ifdef VAR_RANGES
		logval("list", ((int)now.list));
#endif
		;
		/* merge: i = (i+1)(53, 50, 53) */
		reached[0][50] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 54, 53) */
		reached[0][54] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 141: // STATE 57 - fence.pml:197 - [field = c] (0:63:1 - 3)
		IfNotBlocked
		reached[0][57] = 1;
		(trpt+1)->bup.oval = ((int)now.field);
		now.field = ((int)((P0 *)_this)->c);
#ifdef VAR_RANGES
		logval("field", ((int)now.field));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 142: // STATE 58 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][58] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 143: // STATE 59 - fence.pml:156 - [answers[sender]!3,9,field,1] (193:0:7 - 1)
		IfNotBlocked
		reached[0][59] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 9); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.field)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 3, 9, ((int)now.field), 1, 0, 4);
		/* merge: .(goto)(193, 62, 193) */
		reached[0][62] = 1;
		;
		/* merge: .(goto)(193, 65, 193) */
		reached[0][65] = 1;
		;
		/* merge: .(goto)(193, 86, 193) */
		reached[0][86] = 1;
		;
		/* merge: command = 0(193, 88, 193) */
		reached[0][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 89, 193) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 90, 193) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 91, 193) */
		reached[0][91] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 92, 193) */
		reached[0][92] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 93, 193) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 94, 193) */
		reached[0][94] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 144: // STATE 66 - fence.pml:201 - [((command==FORGET))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][66] = 1;
		if (!((((P0 *)_this)->command==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 145: // STATE 67 - fence.pml:203 - [((field==a))] (77:0:2 - 1)
		IfNotBlocked
		reached[0][67] = 1;
		if (!((((int)now.field)==((int)((P0 *)_this)->a))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: a */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->a;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->a = 0;
		/* merge: field = 0(0, 68, 77) */
		reached[0][68] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.field);
		now.field = 0;
#ifdef VAR_RANGES
		logval("field", ((int)now.field));
#endif
		;
		/* merge: .(goto)(0, 71, 77) */
		reached[0][71] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 146: // STATE 72 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][72] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 147: // STATE 73 - fence.pml:156 - [answers[sender]!2,9,0,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][73] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 9); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 2, 9, 0, 0, 0, 4);
		/* merge: .(goto)(193, 76, 193) */
		reached[0][76] = 1;
		;
		/* merge: .(goto)(193, 86, 193) */
		reached[0][86] = 1;
		;
		/* merge: command = 0(193, 88, 193) */
		reached[0][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 89, 193) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 90, 193) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 91, 193) */
		reached[0][91] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 92, 193) */
		reached[0][92] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 93, 193) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 94, 193) */
		reached[0][94] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 10 */
	case 148: // STATE 78 - fence.pml:209 - [((command==PING))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][78] = 1;
		if (!((((P0 *)_this)->command==1)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 149: // STATE 79 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][79] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 150: // STATE 80 - fence.pml:156 - [answers[sender]!1,9,0,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][80] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 9); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 1, 9, 0, 0, 0, 4);
		/* merge: .(goto)(193, 83, 193) */
		reached[0][83] = 1;
		;
		/* merge: .(goto)(193, 86, 193) */
		reached[0][86] = 1;
		;
		/* merge: command = 0(193, 88, 193) */
		reached[0][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 89, 193) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 90, 193) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 91, 193) */
		reached[0][91] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 92, 193) */
		reached[0][92] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 93, 193) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 94, 193) */
		reached[0][94] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 10 */
	case 151: // STATE 88 - fence.pml:218 - [command = 0] (0:193:7 - 27)
		IfNotBlocked
		reached[0][88] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 89, 193) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 90, 193) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 91, 193) */
		reached[0][91] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 92, 193) */
		reached[0][92] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 93, 193) */
		reached[0][93] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 94, 193) */
		reached[0][94] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 152: // STATE 97 - fence.pml:229 - [((running&&nempty(commands[1])))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][97] = 1;
		if (!((((int)now.running)&&(q_len(now.commands[1])>0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 153: // STATE 98 - fence.pml:215 - [commands[1]?command,a,b,c,id] (183:0:6 - 1)
		reached[0][98] = 1;
		if (q_len(now.commands[1]) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(6);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		;
		((P0 *)_this)->command = qrecv(now.commands[1], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		((P0 *)_this)->a = qrecv(now.commands[1], XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		((P0 *)_this)->b = qrecv(now.commands[1], XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		((P0 *)_this)->c = qrecv(now.commands[1], XX-1, 3, 0);
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		((P0 *)_this)->id = qrecv(now.commands[1], XX-1, 4, 1);
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.commands[1]);
		sprintf(simtmp, "%d", ((P0 *)_this)->command); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->c)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P0 *)_this)->id)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: sender = (1/1)(0, 99, 183) */
		reached[0][99] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = (1/1);
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		_m = 4; goto P999; /* 1 */
	case 154: // STATE 100 - fence.pml:177 - [((command==REGISTER))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][100] = 1;
		if (!((((P0 *)_this)->command==4)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 155: // STATE 101 - fence.pml:179 - [((field==0))] (108:0:1 - 1)
		IfNotBlocked
		reached[0][101] = 1;
		if (!((((int)now.field)==0)))
			continue;
		/* merge: field = a(0, 102, 108) */
		reached[0][102] = 1;
		(trpt+1)->bup.oval = ((int)now.field);
		now.field = ((int)((P0 *)_this)->a);
#ifdef VAR_RANGES
		logval("field", ((int)now.field));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 156: // STATE 103 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][103] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 157: // STATE 104 - fence.pml:156 - [answers[sender]!4,11,field,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][104] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 11); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.field)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 4, 11, ((int)now.field), 0, 0, 4);
		/* merge: .(goto)(193, 107, 193) */
		reached[0][107] = 1;
		;
		/* merge: .(goto)(193, 117, 193) */
		reached[0][117] = 1;
		;
		/* merge: .(goto)(193, 182, 193) */
		reached[0][182] = 1;
		;
		/* merge: command = 0(193, 184, 193) */
		reached[0][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 185, 193) */
		reached[0][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 186, 193) */
		reached[0][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 187, 193) */
		reached[0][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 188, 193) */
		reached[0][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 189, 193) */
		reached[0][189] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 190, 193) */
		reached[0][190] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 158: // STATE 110 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][110] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 159: // STATE 111 - fence.pml:156 - [answers[sender]!4,11,field,1] (193:0:7 - 1)
		IfNotBlocked
		reached[0][111] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 4); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 11); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.field)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 4, 11, ((int)now.field), 1, 0, 4);
		/* merge: .(goto)(193, 114, 193) */
		reached[0][114] = 1;
		;
		/* merge: .(goto)(193, 117, 193) */
		reached[0][117] = 1;
		;
		/* merge: .(goto)(193, 182, 193) */
		reached[0][182] = 1;
		;
		/* merge: command = 0(193, 184, 193) */
		reached[0][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 185, 193) */
		reached[0][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 186, 193) */
		reached[0][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 187, 193) */
		reached[0][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 188, 193) */
		reached[0][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 189, 193) */
		reached[0][189] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 190, 193) */
		reached[0][190] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 160: // STATE 118 - fence.pml:183 - [((((command==PUSH)&&refusing)&&(sender==holder)))] (125:0:2 - 1)
		IfNotBlocked
		reached[0][118] = 1;
		if (!((((((P0 *)_this)->command==3)&&((int)now.refusing))&&(((int)((P0 *)_this)->sender)==((int)now.holder)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		/* merge: refusing = 0(0, 119, 125) */
		reached[0][119] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.refusing);
		now.refusing = 0;
#ifdef VAR_RANGES
		logval("refusing", ((int)now.refusing));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 161: // STATE 120 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][120] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 162: // STATE 121 - fence.pml:156 - [answers[sender]!3,8,0,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][121] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 8); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 3, 8, 0, 0, 0, 4);
		/* merge: .(goto)(193, 124, 193) */
		reached[0][124] = 1;
		;
		/* merge: .(goto)(193, 182, 193) */
		reached[0][182] = 1;
		;
		/* merge: command = 0(193, 184, 193) */
		reached[0][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 185, 193) */
		reached[0][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 186, 193) */
		reached[0][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 187, 193) */
		reached[0][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 188, 193) */
		reached[0][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 189, 193) */
		reached[0][189] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 190, 193) */
		reached[0][190] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 10 */
	case 163: // STATE 126 - fence.pml:187 - [((command==PUSH))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][126] = 1;
		if (!((((P0 *)_this)->command==3)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 164: // STATE 127 - fence.pml:190 - [(((field!=a)&&(field==0)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][127] = 1;
		if (!(((((int)now.field)!=((int)((P0 *)_this)->a))&&(((int)now.field)==0))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: a */  (trpt+1)->bup.oval = ((P0 *)_this)->a;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->a = 0;
		_m = 3; goto P999; /* 0 */
	case 165: // STATE 128 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][128] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 166: // STATE 129 - fence.pml:156 - [answers[sender]!3,10,0,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][129] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 10); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 3, 10, 0, 0, 0, 4);
		/* merge: .(goto)(193, 132, 193) */
		reached[0][132] = 1;
		;
		/* merge: .(goto)(193, 161, 193) */
		reached[0][161] = 1;
		;
		/* merge: .(goto)(193, 182, 193) */
		reached[0][182] = 1;
		;
		/* merge: command = 0(193, 184, 193) */
		reached[0][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 185, 193) */
		reached[0][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 186, 193) */
		reached[0][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 187, 193) */
		reached[0][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 188, 193) */
		reached[0][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 189, 193) */
		reached[0][189] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 190, 193) */
		reached[0][190] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 167: // STATE 134 - fence.pml:191 - [(((field!=a)&&(field!=0)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][134] = 1;
		if (!(((((int)now.field)!=((int)((P0 *)_this)->a))&&(((int)now.field)!=0))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: a */  (trpt+1)->bup.oval = ((P0 *)_this)->a;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->a = 0;
		_m = 3; goto P999; /* 0 */
	case 168: // STATE 135 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][135] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 169: // STATE 136 - fence.pml:156 - [answers[sender]!3,11,field,1] (193:0:7 - 1)
		IfNotBlocked
		reached[0][136] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 11); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.field)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 3, 11, ((int)now.field), 1, 0, 4);
		/* merge: .(goto)(193, 139, 193) */
		reached[0][139] = 1;
		;
		/* merge: .(goto)(193, 161, 193) */
		reached[0][161] = 1;
		;
		/* merge: .(goto)(193, 182, 193) */
		reached[0][182] = 1;
		;
		/* merge: command = 0(193, 184, 193) */
		reached[0][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 185, 193) */
		reached[0][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 186, 193) */
		reached[0][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 187, 193) */
		reached[0][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 188, 193) */
		reached[0][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 189, 193) */
		reached[0][189] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 190, 193) */
		reached[0][190] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 170: // STATE 141 - fence.pml:192 - [((field==a))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][141] = 1;
		if (!((((int)now.field)==((int)((P0 *)_this)->a))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: a */  (trpt+1)->bup.oval = ((P0 *)_this)->a;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->a = 0;
		_m = 3; goto P999; /* 0 */
	case 171: // STATE 142 - fence.pml:163 - [i = b] (0:0:1 - 1)
		IfNotBlocked
		reached[0][142] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = ((int)((P0 *)_this)->b);
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 172: // STATE 143 - fence.pml:166 - [((i<c))] (149:0:2 - 1)
		IfNotBlocked
		reached[0][143] = 1;
		if (!((((int)((P0 *)_this)->i)<((int)((P0 *)_this)->c))))
			continue;
		/* merge: assert(((list&(1<<(i-1)))==0))(149, 144, 149) */
		reached[0][144] = 1;
		spin_assert(((((int)now.list)&(1<<(((int)((P0 *)_this)->i)-1)))==0), "((list&(1<<(i-1)))==0)", II, tt, t);
		/* merge: list = (list|(1<<(i-1)))(149, 145, 149) */
		reached[0][145] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.list);
		now.list = (((int)now.list)|(1<<(((int)((P0 *)_this)->i)-1)));
#ifdef VAR_RANGES
		logval("list", ((int)now.list));
#endif
		;
		/* merge: i = (i+1)(149, 146, 149) */
		reached[0][146] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 150, 149) */
		reached[0][150] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 173: // STATE 153 - fence.pml:197 - [field = c] (0:159:1 - 3)
		IfNotBlocked
		reached[0][153] = 1;
		(trpt+1)->bup.oval = ((int)now.field);
		now.field = ((int)((P0 *)_this)->c);
#ifdef VAR_RANGES
		logval("field", ((int)now.field));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 174: // STATE 154 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][154] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 175: // STATE 155 - fence.pml:156 - [answers[sender]!3,9,field,1] (193:0:7 - 1)
		IfNotBlocked
		reached[0][155] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 3); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 9); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.field)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 3, 9, ((int)now.field), 1, 0, 4);
		/* merge: .(goto)(193, 158, 193) */
		reached[0][158] = 1;
		;
		/* merge: .(goto)(193, 161, 193) */
		reached[0][161] = 1;
		;
		/* merge: .(goto)(193, 182, 193) */
		reached[0][182] = 1;
		;
		/* merge: command = 0(193, 184, 193) */
		reached[0][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 185, 193) */
		reached[0][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 186, 193) */
		reached[0][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 187, 193) */
		reached[0][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 188, 193) */
		reached[0][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 189, 193) */
		reached[0][189] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 190, 193) */
		reached[0][190] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 11 */
	case 176: // STATE 162 - fence.pml:201 - [((command==FORGET))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][162] = 1;
		if (!((((P0 *)_this)->command==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 177: // STATE 163 - fence.pml:203 - [((field==a))] (173:0:2 - 1)
		IfNotBlocked
		reached[0][163] = 1;
		if (!((((int)now.field)==((int)((P0 *)_this)->a))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: a */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->a;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->a = 0;
		/* merge: field = 0(0, 164, 173) */
		reached[0][164] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.field);
		now.field = 0;
#ifdef VAR_RANGES
		logval("field", ((int)now.field));
#endif
		;
		/* merge: .(goto)(0, 167, 173) */
		reached[0][167] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 178: // STATE 168 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][168] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 179: // STATE 169 - fence.pml:156 - [answers[sender]!2,9,0,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][169] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 2); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 9); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 2, 9, 0, 0, 0, 4);
		/* merge: .(goto)(193, 172, 193) */
		reached[0][172] = 1;
		;
		/* merge: .(goto)(193, 182, 193) */
		reached[0][182] = 1;
		;
		/* merge: command = 0(193, 184, 193) */
		reached[0][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 185, 193) */
		reached[0][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 186, 193) */
		reached[0][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 187, 193) */
		reached[0][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 188, 193) */
		reached[0][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 189, 193) */
		reached[0][189] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 190, 193) */
		reached[0][190] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 10 */
	case 180: // STATE 174 - fence.pml:209 - [((command==PING))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][174] = 1;
		if (!((((P0 *)_this)->command==1)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P0 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 181: // STATE 175 - fence.pml:155 - [((((sender==holder)&&connected)&&(id==connection)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][175] = 1;
		if (!((((((int)((P0 *)_this)->sender)==((int)now.holder))&&((int)now.connected))&&(((int)((P0 *)_this)->id)==((int)now.connection)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: id */  (trpt+1)->bup.oval = ((P0 *)_this)->id;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->id = 0;
		_m = 3; goto P999; /* 0 */
	case 182: // STATE 176 - fence.pml:156 - [answers[sender]!1,9,0,0] (193:0:7 - 1)
		IfNotBlocked
		reached[0][176] = 1;
		if (q_full(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 9); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ], 0, 1, 9, 0, 0, 0, 4);
		/* merge: .(goto)(193, 179, 193) */
		reached[0][179] = 1;
		;
		/* merge: .(goto)(193, 182, 193) */
		reached[0][182] = 1;
		;
		/* merge: command = 0(193, 184, 193) */
		reached[0][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 185, 193) */
		reached[0][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 186, 193) */
		reached[0][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 187, 193) */
		reached[0][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 188, 193) */
		reached[0][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 189, 193) */
		reached[0][189] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 190, 193) */
		reached[0][190] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 2; goto P999; /* 10 */
	case 183: // STATE 184 - fence.pml:218 - [command = 0] (0:193:7 - 27)
		IfNotBlocked
		reached[0][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->command;
		((P0 *)_this)->command = 0;
#ifdef VAR_RANGES
		logval("redis:command", ((P0 *)_this)->command);
#endif
		;
		/* merge: a = 0(193, 185, 193) */
		reached[0][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->a);
		((P0 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("redis:a", ((int)((P0 *)_this)->a));
#endif
		;
		/* merge: b = 0(193, 186, 193) */
		reached[0][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->b);
		((P0 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("redis:b", ((int)((P0 *)_this)->b));
#endif
		;
		/* merge: c = 0(193, 187, 193) */
		reached[0][187] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P0 *)_this)->c);
		((P0 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("redis:c", ((int)((P0 *)_this)->c));
#endif
		;
		/* merge: id = 0(193, 188, 193) */
		reached[0][188] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->id);
		((P0 *)_this)->id = 0;
#ifdef VAR_RANGES
		logval("redis:id", ((int)((P0 *)_this)->id));
#endif
		;
		/* merge: sender = 0(193, 189, 193) */
		reached[0][189] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P0 *)_this)->sender);
		((P0 *)_this)->sender = 0;
#ifdef VAR_RANGES
		logval("redis:sender", ((int)((P0 *)_this)->sender));
#endif
		;
		/* merge: i = 0(193, 190, 193) */
		reached[0][190] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("redis:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 194, 193) */
		reached[0][194] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 184: // STATE 196 - fence.pml:241 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[0][196] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */
	case  _T5:	/* np_ */
		if (!((!(trpt->o_pm&4) && !(trpt->tau&128))))
			continue;
		/* else fall through */
	case  _T2:	/* true */
		_m = 3; goto P999;
#undef rand
	}

