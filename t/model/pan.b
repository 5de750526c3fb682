	switch (t->back) {
	default: Uerror("bad return move");
	case  0: goto R999; /* nothing to undo */

		 /* PROC :init: */

	case 3: // STATE 1
		;
		((P4 *)_this)->i = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 5: // STATE 3
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 6: // STATE 4
		;
		((P4 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 7: // STATE 10
		;
		((P4 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 8: // STATE 12
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC sender */
;
		;
		
	case 10: // STATE 7
		;
		((P3 *)_this)->i = trpt->bup.ovals[5];
		now.owed = trpt->bup.ovals[4];
		now.pending = trpt->bup.ovals[3];
		((P3 *)_this)->fence = trpt->bup.ovals[2];
		((P3 *)_this)->cursor = trpt->bup.ovals[1];
		now.confirmed = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 6);
		goto R999;

	case 11: // STATE 10
		;
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.age[ Index(((P3 *)_this)->i, 5) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 12: // STATE 16
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 13: // STATE 18
		;
		((P3 *)_this)->state = trpt->bup.oval;
		;
		goto R999;
;
		
	case 14: // STATE 22
		goto R999;

	case 15: // STATE 20
		;
		((P3 *)_this)->state = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 17: // STATE 29
		;
		now.tail = trpt->bup.oval;
		;
		goto R999;

	case 18: // STATE 38
		;
		((P3 *)_this)->registering = trpt->bup.ovals[6];
		((P3 *)_this)->answer = trpt->bup.ovals[5];
		((P3 *)_this)->refused = trpt->bup.ovals[4];
		((P3 *)_this)->error = trpt->bup.ovals[3];
		now.pending = trpt->bup.ovals[2];
		now.connection = trpt->bup.ovals[1];
		now.connected = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 19: // STATE 40
		;
		((P3 *)_this)->state = trpt->bup.ovals[1];
	/* 0 */	((P3 *)_this)->state = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 20: // STATE 43
		goto R999;

	case 21: // STATE 45
		;
	/* 0 */	((P3 *)_this)->state = trpt->bup.oval;
		;
		;
		goto R999;

	case 22: // STATE 48
		;
		now.floor = trpt->bup.ovals[1];
		now.age[ Index(now.floor, 5) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 23: // STATE 55
		;
		((P3 *)_this)->start = trpt->bup.oval;
		;
		goto R999;

	case 24: // STATE 60
		;
		((P3 *)_this)->state = trpt->bup.ovals[2];
		((P3 *)_this)->registering = trpt->bup.ovals[1];
		now.owed = trpt->bup.ovals[0];
		_m = unsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 25: // STATE 63
		;
	/* 0 */	((P3 *)_this)->state = trpt->bup.oval;
		;
		;
		goto R999;

	case 26: // STATE 66
		;
		now.floor = trpt->bup.ovals[1];
		now.age[ Index(now.floor, 5) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 27: // STATE 73
		;
		((P3 *)_this)->start = trpt->bup.oval;
		;
		goto R999;

	case 28: // STATE 78
		;
		((P3 *)_this)->state = trpt->bup.ovals[2];
		((P3 *)_this)->registering = trpt->bup.ovals[1];
		now.owed = trpt->bup.ovals[0];
		_m = unsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;
;
		;
		
	case 30: // STATE 82
		;
		((P3 *)_this)->to = trpt->bup.oval;
		;
		goto R999;

	case 31: // STATE 84
		;
		((P3 *)_this)->to = trpt->bup.oval;
		;
		goto R999;

	case 32: // STATE 94
		;
		((P3 *)_this)->to = trpt->bup.ovals[3];
		((P3 *)_this)->cursor = trpt->bup.ovals[2];
		((P3 *)_this)->fence = trpt->bup.ovals[1];
		now.owed = trpt->bup.ovals[0];
		_m = unsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 33: // STATE 102
		;
		((P3 *)_this)->state = trpt->bup.ovals[5];
		now.age[0] = trpt->bup.ovals[4];
		((P3 *)_this)->fence = trpt->bup.ovals[3];
		now.floor = trpt->bup.ovals[2];
		now.cut = trpt->bup.ovals[1];
	/* 0 */	((P3 *)_this)->state = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 6);
		goto R999;
;
		;
		
	case 35: // STATE 106
		;
		now.owed = trpt->bup.oval;
		_m = unsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		;
		goto R999;
;
		;
		
	case 37: // STATE 111
		;
		now.owed = trpt->bup.oval;
		_m = unsend(now.commands[ Index(((((int)((P3 *)_this)->self)*1)+(((int)now.connection)%1)), 2) ]);
		;
		goto R999;
;
		;
		
	case 39: // STATE 115
		;
	/* 0 */	((P3 *)_this)->there = trpt->bup.ovals[4];
		XX = 1;
		unrecv(now.answers[ Index(((int)((P3 *)_this)->self), 2) ], XX-1, 0, ((P3 *)_this)->command, 1);
		unrecv(now.answers[ Index(((int)((P3 *)_this)->self), 2) ], XX-1, 1, ((P3 *)_this)->result, 0);
		unrecv(now.answers[ Index(((int)((P3 *)_this)->self), 2) ], XX-1, 2, ((int)((P3 *)_this)->f), 0);
		unrecv(now.answers[ Index(((int)((P3 *)_this)->self), 2) ], XX-1, 3, ((int)((P3 *)_this)->there), 0);
		((P3 *)_this)->command = trpt->bup.ovals[0];
		((P3 *)_this)->result = trpt->bup.ovals[1];
		((P3 *)_this)->f = trpt->bup.ovals[2];
		((P3 *)_this)->there = trpt->bup.ovals[3];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 40: // STATE 116
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 41: // STATE 119
		;
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.age[ Index(((P3 *)_this)->i, 5) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 42: // STATE 133
		;
		now.owed = trpt->bup.ovals[3];
		now.pending = trpt->bup.ovals[2];
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.age[0] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 43: // STATE 133
		;
		now.owed = trpt->bup.ovals[2];
		now.pending = trpt->bup.ovals[1];
		((P3 *)_this)->i = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 44: // STATE 134
		;
	/* 0 */	((P3 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 45: // STATE 136
		;
		((P3 *)_this)->registering = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 47: // STATE 140
		;
		((P3 *)_this)->i = trpt->bup.ovals[2];
		now.floor = trpt->bup.ovals[1];
		now.confirmed = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 48: // STATE 143
		;
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.age[ Index(((P3 *)_this)->i, 5) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 49: // STATE 188
		;
		((P3 *)_this)->start = trpt->bup.ovals[3];
		((P3 *)_this)->fence = trpt->bup.ovals[2];
		((P3 *)_this)->cursor = trpt->bup.ovals[1];
		((P3 *)_this)->i = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;
;
		;
		
	case 51: // STATE 155
		;
		((P3 *)_this)->i = trpt->bup.ovals[2];
		now.floor = trpt->bup.ovals[1];
		now.confirmed = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 52: // STATE 158
		;
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.age[ Index(((P3 *)_this)->i, 5) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 53: // STATE 188
		;
		((P3 *)_this)->start = trpt->bup.ovals[3];
		((P3 *)_this)->fence = trpt->bup.ovals[2];
		((P3 *)_this)->cursor = trpt->bup.ovals[1];
		((P3 *)_this)->i = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 54: // STATE 169
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 55: // STATE 172
		;
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.age[ Index(((P3 *)_this)->i, 5) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 56: // STATE 188
		;
		((P3 *)_this)->start = trpt->bup.ovals[4];
		((P3 *)_this)->fence = trpt->bup.ovals[3];
		((P3 *)_this)->cursor = trpt->bup.ovals[2];
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.confirmed = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 57: // STATE 188
		;
		((P3 *)_this)->start = trpt->bup.ovals[2];
		((P3 *)_this)->fence = trpt->bup.ovals[1];
		((P3 *)_this)->cursor = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 58: // STATE 188
		;
		((P3 *)_this)->start = trpt->bup.ovals[1];
		((P3 *)_this)->fence = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 59: // STATE 194
		;
		((P3 *)_this)->state = trpt->bup.ovals[1];
		now.oldest = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 60: // STATE 194
		;
		((P3 *)_this)->state = trpt->bup.oval;
		;
		goto R999;

	case 61: // STATE 196
		;
	/* 0 */	((P3 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 62: // STATE 197
		;
	/* 0 */	((P3 *)_this)->result = trpt->bup.oval;
		;
		;
		goto R999;

	case 63: // STATE 199
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 64: // STATE 202
		;
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.age[ Index(((P3 *)_this)->i, 5) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 65: // STATE 209
		;
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.confirmed = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 66: // STATE 215
		;
		((P3 *)_this)->error = trpt->bup.ovals[1];
	/* 0 */	((P3 *)_this)->result = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 67: // STATE 218
		;
		((P3 *)_this)->answer = trpt->bup.ovals[2];
		((P3 *)_this)->refused = trpt->bup.ovals[1];
	/* 0 */	((P3 *)_this)->result = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 68: // STATE 220
		;
		((P3 *)_this)->refused = trpt->bup.oval;
		;
		goto R999;

	case 69: // STATE 224
		;
	/* 0 */	((P3 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 70: // STATE 226
		;
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.removed = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 71: // STATE 229
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 72: // STATE 235
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 73: // STATE 237
		;
	/* 0 */	((P3 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 74: // STATE 243
		;
		((P3 *)_this)->refused = trpt->bup.ovals[3];
		((P3 *)_this)->error = trpt->bup.ovals[2];
		((P3 *)_this)->state = trpt->bup.ovals[1];
	/* 0 */	((P3 *)_this)->error = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 75: // STATE 246
		;
		((P3 *)_this)->cursor = trpt->bup.ovals[2];
		((P3 *)_this)->fence = trpt->bup.ovals[1];
	/* 0 */	((P3 *)_this)->refused = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 76: // STATE 248
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 77: // STATE 251
		;
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.age[ Index(((P3 *)_this)->i, 5) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 78: // STATE 263
		;
		((P3 *)_this)->refused = trpt->bup.ovals[2];
		((P3 *)_this)->i = trpt->bup.ovals[1];
		now.confirmed = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 79: // STATE 263
		;
		((P3 *)_this)->refused = trpt->bup.oval;
		;
		goto R999;

	case 80: // STATE 266
		;
		((P3 *)_this)->refused = trpt->bup.ovals[2];
		((P3 *)_this)->state = trpt->bup.ovals[1];
	/* 0 */	((P3 *)_this)->refused = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 81: // STATE 279
		;
		((P3 *)_this)->there = trpt->bup.ovals[4];
		((P3 *)_this)->f = trpt->bup.ovals[3];
		((P3 *)_this)->result = trpt->bup.ovals[2];
		((P3 *)_this)->command = trpt->bup.ovals[1];
		((P3 *)_this)->answer = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 82: // STATE 279
		;
		((P3 *)_this)->there = trpt->bup.ovals[3];
		((P3 *)_this)->f = trpt->bup.ovals[2];
		((P3 *)_this)->result = trpt->bup.ovals[1];
		((P3 *)_this)->command = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 83: // STATE 283
		;
		now.timeouts = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 85: // STATE 285
		;
		XX = 1;
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 2, trpt->bup.ovals[2], 0);
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 3, trpt->bup.ovals[3], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 86: // STATE 294
		;
		now.pending = trpt->bup.ovals[2];
		now.owed = trpt->bup.ovals[1];
		now.connected = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 87: // STATE 294
		;
		now.pending = trpt->bup.ovals[2];
		now.owed = trpt->bup.ovals[1];
		now.connected = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 88: // STATE 297
		;
	/* 0 */	((P3 *)_this)->self = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 90: // STATE 299
		;
		XX = 1;
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 2, trpt->bup.ovals[2], 0);
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 3, trpt->bup.ovals[3], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 91: // STATE 310
		;
		now.holder = trpt->bup.ovals[3];
		now.pending = trpt->bup.ovals[2];
		now.owed = trpt->bup.ovals[1];
		now.connected = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 92: // STATE 310
		;
		now.holder = trpt->bup.ovals[3];
		now.pending = trpt->bup.ovals[2];
		now.owed = trpt->bup.ovals[1];
		now.connected = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;
;
		;
		
	case 94: // STATE 318
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC clock */
;
		;
		
	case 96: // STATE 6
		;
		now.list1 = trpt->bup.ovals[3];
		now.field1 = trpt->bup.ovals[2];
		now.list2 = trpt->bup.ovals[1];
		now.field2 = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 97: // STATE 11
		;
		now.pending = trpt->bup.oval;
		;
		goto R999;
;
		
	case 98: // STATE 14
		goto R999;

	case 99: // STATE 20
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC fate */

	case 100: // STATE 2
		;
		now.running = trpt->bup.oval;
		;
		goto R999;

	case 101: // STATE 27
		;
		((P1 *)_this)->i = trpt->bup.ovals[4];
		now.list2 = trpt->bup.ovals[3];
		now.field2 = trpt->bup.ovals[2];
		now.list1 = trpt->bup.ovals[1];
		now.field1 = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 102: // STATE 27
		;
		((P1 *)_this)->i = trpt->bup.ovals[6];
		now.list2 = trpt->bup.ovals[5];
		now.field2 = trpt->bup.ovals[4];
		now.list1 = trpt->bup.ovals[3];
		now.field1 = trpt->bup.ovals[2];
		now.list = trpt->bup.ovals[1];
		now.field = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 103: // STATE 27
		;
		((P1 *)_this)->i = trpt->bup.ovals[6];
		now.list2 = trpt->bup.ovals[5];
		now.field2 = trpt->bup.ovals[4];
		now.list1 = trpt->bup.ovals[3];
		now.field1 = trpt->bup.ovals[2];
		now.list = trpt->bup.ovals[1];
		now.field = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 104: // STATE 8
		;
		((P1 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 105: // STATE 11
		;
		((P1 *)_this)->i = trpt->bup.ovals[1];
		now.forgiven = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 106: // STATE 27
		;
		((P1 *)_this)->i = trpt->bup.ovals[6];
		now.list2 = trpt->bup.ovals[5];
		now.field2 = trpt->bup.ovals[4];
		now.list1 = trpt->bup.ovals[3];
		now.field1 = trpt->bup.ovals[2];
		now.list = trpt->bup.ovals[1];
		now.field = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 107: // STATE 27
		;
		((P1 *)_this)->i = trpt->bup.ovals[4];
		now.list2 = trpt->bup.ovals[3];
		now.field2 = trpt->bup.ovals[2];
		now.list1 = trpt->bup.ovals[1];
		now.field1 = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;
;
		;
		;
		;
		
	case 110: // STATE 30
		;
		XX = 1;
		unrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 2, trpt->bup.ovals[2], 0);
		unrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 3, trpt->bup.ovals[3], 0);
		unrecv(now.commands[ Index(((int)((P1 *)_this)->i), 2) ], XX-1, 4, trpt->bup.ovals[4], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 111: // STATE 37
		;
		((P1 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 112: // STATE 37
		;
		((P1 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 113: // STATE 43
		;
		((P1 *)_this)->i = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 115: // STATE 45
		;
		XX = 1;
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 2, trpt->bup.ovals[2], 0);
		unrecv(now.answers[ Index(((int)now.holder), 2) ], XX-1, 3, trpt->bup.ovals[3], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 116: // STATE 54
		;
		now.pending = trpt->bup.ovals[2];
		now.owed = trpt->bup.ovals[1];
		now.connected = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 117: // STATE 54
		;
		now.pending = trpt->bup.ovals[2];
		now.owed = trpt->bup.ovals[1];
		now.connected = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 118: // STATE 59
		;
		now.running = trpt->bup.oval;
		;
		goto R999;

	case 119: // STATE 60
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC redis */
;
		;
		
	case 121: // STATE 3
		;
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		XX = 1;
		unrecv(now.commands[0], XX-1, 0, ((P0 *)_this)->command, 1);
		unrecv(now.commands[0], XX-1, 1, ((int)((P0 *)_this)->a), 0);
		unrecv(now.commands[0], XX-1, 2, ((int)((P0 *)_this)->b), 0);
		unrecv(now.commands[0], XX-1, 3, ((int)((P0 *)_this)->c), 0);
		unrecv(now.commands[0], XX-1, 4, ((int)((P0 *)_this)->id), 0);
		((P0 *)_this)->command = trpt->bup.ovals[0];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		;
		;
		ungrab_ints(trpt->bup.ovals, 6);
		goto R999;

	case 122: // STATE 4
		;
	/* 0 */	((P0 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 123: // STATE 6
		;
		now.field = trpt->bup.oval;
		;
		goto R999;

	case 124: // STATE 7
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 125: // STATE 94
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 126: // STATE 14
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 127: // STATE 94
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 128: // STATE 23
		;
		now.refusing = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->command = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 129: // STATE 24
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 130: // STATE 94
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 131: // STATE 30
		;
	/* 0 */	((P0 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 132: // STATE 31
		;
	/* 0 */	((P0 *)_this)->a = trpt->bup.oval;
		;
		;
		goto R999;

	case 133: // STATE 32
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 134: // STATE 94
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 135: // STATE 38
		;
	/* 0 */	((P0 *)_this)->a = trpt->bup.oval;
		;
		;
		goto R999;

	case 136: // STATE 39
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 137: // STATE 94
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 138: // STATE 45
		;
	/* 0 */	((P0 *)_this)->a = trpt->bup.oval;
		;
		;
		goto R999;

	case 139: // STATE 46
		;
		((P0 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 140: // STATE 50
		;
		((P0 *)_this)->i = trpt->bup.ovals[1];
		now.list = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 141: // STATE 57
		;
		now.field = trpt->bup.oval;
		;
		goto R999;

	case 142: // STATE 58
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 143: // STATE 94
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 144: // STATE 66
		;
	/* 0 */	((P0 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 145: // STATE 68
		;
		now.field = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->a = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 146: // STATE 72
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 147: // STATE 94
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 148: // STATE 78
		;
	/* 0 */	((P0 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 149: // STATE 79
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 150: // STATE 94
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 151: // STATE 94
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;
;
		;
		
	case 153: // STATE 99
		;
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		XX = 1;
		unrecv(now.commands[1], XX-1, 0, ((P0 *)_this)->command, 1);
		unrecv(now.commands[1], XX-1, 1, ((int)((P0 *)_this)->a), 0);
		unrecv(now.commands[1], XX-1, 2, ((int)((P0 *)_this)->b), 0);
		unrecv(now.commands[1], XX-1, 3, ((int)((P0 *)_this)->c), 0);
		unrecv(now.commands[1], XX-1, 4, ((int)((P0 *)_this)->id), 0);
		((P0 *)_this)->command = trpt->bup.ovals[0];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		;
		;
		ungrab_ints(trpt->bup.ovals, 6);
		goto R999;

	case 154: // STATE 100
		;
	/* 0 */	((P0 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 155: // STATE 102
		;
		now.field = trpt->bup.oval;
		;
		goto R999;

	case 156: // STATE 103
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 157: // STATE 190
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 158: // STATE 110
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 159: // STATE 190
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 160: // STATE 119
		;
		now.refusing = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->command = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 161: // STATE 120
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 162: // STATE 190
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 163: // STATE 126
		;
	/* 0 */	((P0 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 164: // STATE 127
		;
	/* 0 */	((P0 *)_this)->a = trpt->bup.oval;
		;
		;
		goto R999;

	case 165: // STATE 128
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 166: // STATE 190
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 167: // STATE 134
		;
	/* 0 */	((P0 *)_this)->a = trpt->bup.oval;
		;
		;
		goto R999;

	case 168: // STATE 135
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 169: // STATE 190
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 170: // STATE 141
		;
	/* 0 */	((P0 *)_this)->a = trpt->bup.oval;
		;
		;
		goto R999;

	case 171: // STATE 142
		;
		((P0 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 172: // STATE 146
		;
		((P0 *)_this)->i = trpt->bup.ovals[1];
		now.list = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 173: // STATE 153
		;
		now.field = trpt->bup.oval;
		;
		goto R999;

	case 174: // STATE 154
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 175: // STATE 190
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 176: // STATE 162
		;
	/* 0 */	((P0 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 177: // STATE 164
		;
		now.field = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->a = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 178: // STATE 168
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 179: // STATE 190
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 180: // STATE 174
		;
	/* 0 */	((P0 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 181: // STATE 175
		;
	/* 0 */	((P0 *)_this)->id = trpt->bup.oval;
		;
		;
		goto R999;

	case 182: // STATE 190
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		_m = unsend(now.answers[ Index(((int)((P0 *)_this)->sender), 2) ]);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 183: // STATE 190
		;
		((P0 *)_this)->i = trpt->bup.ovals[6];
		((P0 *)_this)->sender = trpt->bup.ovals[5];
		((P0 *)_this)->id = trpt->bup.ovals[4];
		((P0 *)_this)->c = trpt->bup.ovals[3];
		((P0 *)_this)->b = trpt->bup.ovals[2];
		((P0 *)_this)->a = trpt->bup.ovals[1];
		((P0 *)_this)->command = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 184: // STATE 196
		;
		p_restor(II);
		;
		;
		goto R999;
	}

