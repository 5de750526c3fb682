#ifdef PEG
struct T_SRC {
	char *fl; int ln;
} T_SRC[NTRANS];

void
tr_2_src(int m, char *file, int ln)
{	T_SRC[m].fl = file;
	T_SRC[m].ln = ln;
}

void
putpeg(int n, int m)
{	printf("%5d	trans %4d ", m, n);
	printf("%s:%d\n",
		T_SRC[n].fl, T_SRC[n].ln);
}
#endif

void
settable(void)
{	Trans *T;
	Trans *settr(int, int, int, int, int, char *, int, int, int);

	trans = (Trans ***) emalloc(6*sizeof(Trans **));

	/* proctype 4: :init: */

	trans[4] = (Trans **) emalloc(13*sizeof(Trans *));

	T = trans[ 4][11] = settr(604,2,0,0,0,"ATOMIC", 0, 2, 0);
	T->nxt	= settr(604,2,1,0,0,"ATOMIC", 0, 2, 0);
	trans[4][1]	= settr(594,2,7,3,3,"i = 0", 0, 2, 0);
	trans[4][8]	= settr(601,2,7,1,0,".(goto)", 0, 2, 0);
	T = trans[4][7] = settr(600,2,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(600,2,2,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(600,2,5,0,0,"DO", 0, 2, 0);
	trans[4][2]	= settr(595,2,3,4,0,"((i<(1+1)))", 0, 2, 0);
	trans[4][3]	= settr(596,2,4,5,5,"(run sender(i))", 0, 2, 0);
	trans[4][4]	= settr(597,2,7,6,6,"i = (i+1)", 0, 2, 0);
	trans[4][5]	= settr(598,2,9,2,0,"else", 0, 2, 0);
	trans[4][6]	= settr(599,2,9,1,0,"goto :b22", 0, 2, 0);
	trans[4][9]	= settr(602,2,10,1,0,"break", 0, 2, 0);
	trans[4][10]	= settr(603,0,12,7,7,"i = 0", 0, 2, 0);
	trans[4][12]	= settr(605,0,0,8,8,"-end-", 0, 3500, 0);

	/* proctype 3: sender */

	trans[3] = (Trans **) emalloc(319*sizeof(Trans *));

	T = trans[3][26] = settr(301,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(301,0,24,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(301,0,25,0,0,"IF", 0, 2, 0);
	T = trans[ 3][24] = settr(299,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(299,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[3][1]	= settr(276,2,23,9,0,"(((holder==self)&&!(removed)))", 1, 2, 0);
	T = trans[ 3][23] = settr(298,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(298,0,2,0,0,"sub-sequence", 1, 2, 0);
	trans[3][2]	= settr(277,2,13,10,10,"confirmed = floor", 1, 2, 0); /* m: 3 -> 0,13 */
	reached3[3] = 1;
	trans[3][3]	= settr(0,0,0,0,0,"cursor = floor",0,0,0);
	trans[3][4]	= settr(0,0,0,0,0,"fence = tail",0,0,0);
	trans[3][5]	= settr(0,0,0,0,0,"pending = 0",0,0,0);
	trans[3][6]	= settr(0,0,0,0,0,"owed = 0",0,0,0);
	trans[3][7]	= settr(0,0,0,0,0,"i = 0",0,0,0);
	trans[3][14]	= settr(289,2,13,1,0,".(goto)", 1, 2, 0);
	T = trans[3][13] = settr(288,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(288,2,8,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(288,2,11,0,0,"DO", 1, 2, 0);
	trans[3][8]	= settr(283,2,13,11,11,"((i<=(3+1)))", 1, 2, 0); /* m: 9 -> 13,0 */
	reached3[9] = 1;
	trans[3][9]	= settr(0,0,0,0,0,"age[i] = 0",0,0,0);
	trans[3][10]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[3][11]	= settr(286,2,16,2,0,"else", 1, 2, 0);
	trans[3][12]	= settr(287,2,16,1,0,"goto :b8", 1, 2, 0); /* m: 16 -> 0,21 */
	reached3[16] = 1;
	trans[3][15]	= settr(290,2,16,1,0,"break", 1, 2, 0);
	trans[3][16]	= settr(291,2,21,12,12,"i = 0", 1, 2, 0);
	T = trans[3][21] = settr(296,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(296,2,17,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(296,2,19,0,0,"IF", 1, 2, 0);
	trans[3][17]	= settr(292,0,315,13,13,"(cut)", 1, 2, 0); /* m: 18 -> 315,0 */
	reached3[18] = 1;
	trans[3][18]	= settr(0,0,0,0,0,"state = FINISHED",0,0,0);
	trans[3][22]	= settr(297,0,315,14,14,".(goto)", 1, 2, 0);
	trans[3][19]	= settr(294,2,20,2,0,"else", 1, 2, 0);
	trans[3][20]	= settr(295,0,315,15,15,"state = NEW", 1, 2, 0); /* m: 22 -> 0,315 */
	reached3[22] = 1;
	trans[3][27]	= settr(302,0,315,1,0,".(goto)", 0, 2, 0);
	trans[3][25]	= settr(300,0,315,16,0,"(removed)", 1, 2, 0);
	trans[3][316]	= settr(591,0,315,1,0,".(goto)", 0, 2, 0);
	T = trans[3][315] = settr(590,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,30,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,44,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,62,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,80,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,96,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,103,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,108,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,113,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,281,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,296,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(590,0,312,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(590,0,313,0,0,"DO", 0, 2, 0);
	T = trans[ 3][30] = settr(305,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(305,2,28,0,0,"ATOMIC", 1, 2, 0);
	trans[3][28]	= settr(303,0,315,17,17,"((((self==0)&&((holder==self)&&!(removed)))&&(tail<(3+1))))", 1, 2, 0); /* m: 29 -> 315,0 */
	reached3[29] = 1;
	trans[3][29]	= settr(0,0,0,0,0,"tail = (tail+1)",0,0,0);
	T = trans[ 3][44] = settr(319,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(319,2,31,0,0,"ATOMIC", 1, 2, 0);
	trans[3][31]	= settr(306,2,42,18,18,"(((((holder==self)&&!(removed))&&!(connected))&&running))", 1, 2, 0); /* m: 32 -> 42,0 */
	reached3[32] = 1;
	trans[3][32]	= settr(0,0,0,0,0,"connected = 1",0,0,0);
	trans[3][33]	= settr(0,0,0,0,0,"connection = (connection+1)",0,0,0);
	trans[3][34]	= settr(0,0,0,0,0,"pending = 0",0,0,0);
	trans[3][35]	= settr(0,0,0,0,0,"error = 0",0,0,0);
	trans[3][36]	= settr(0,0,0,0,0,"refused = 0",0,0,0);
	trans[3][37]	= settr(0,0,0,0,0,"answer = 0",0,0,0);
	trans[3][38]	= settr(0,0,0,0,0,"registering = 0",0,0,0);
	T = trans[3][42] = settr(317,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(317,2,39,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(317,2,41,0,0,"IF", 1, 2, 0);
	trans[3][39]	= settr(314,0,315,19,19,"((state==READY))", 1, 2, 0); /* m: 40 -> 315,0 */
	reached3[40] = 1;
	trans[3][40]	= settr(0,0,0,0,0,"state = NEW",0,0,0);
	trans[3][43]	= settr(318,0,315,20,20,".(goto)", 1, 2, 0);
	trans[3][41]	= settr(316,2,43,2,0,"else", 1, 2, 0);
	T = trans[ 3][62] = settr(337,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(337,2,45,0,0,"ATOMIC", 1, 2, 0);
	trans[3][45]	= settr(320,2,61,21,21,"((((((holder==self)&&!(removed))&&connected)&&(state==NEW))&&(owed==0)))", 1, 2, 0);
	T = trans[ 3][61] = settr(336,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(336,0,54,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 3][54] = settr(329,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(329,0,51,0,0,"sub-sequence", 1, 2, 0);
	trans[3][52]	= settr(327,2,51,1,0,".(goto)", 1, 2, 0);
	T = trans[3][51] = settr(326,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(326,2,46,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(326,2,49,0,0,"DO", 1, 2, 0);
	trans[3][46]	= settr(321,2,51,22,22,"(((floor<confirmed)&&(age[floor]>=2)))", 1, 2, 0); /* m: 47 -> 51,0 */
	reached3[47] = 1;
	trans[3][47]	= settr(0,0,0,0,0,"age[floor] = 0",0,0,0);
	trans[3][48]	= settr(0,0,0,0,0,"floor = (floor+1)",0,0,0);
	trans[3][49]	= settr(324,2,55,2,0,"else", 1, 2, 0);
	trans[3][50]	= settr(325,2,55,1,0,"goto :b10", 1, 2, 0); /* m: 55 -> 0,58 */
	reached3[55] = 1;
	trans[3][53]	= settr(328,2,55,1,0,"break", 1, 2, 0);
	trans[3][55]	= settr(330,2,58,23,23,"start = floor", 1, 2, 0);
	T = trans[ 3][58] = settr(333,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(333,0,56,0,0,"sub-sequence", 1, 2, 0);
	trans[3][56]	= settr(331,0,315,24,24,"commands[((self*1)+(connection%1))]!4,floor,0,0,connection", 1, 3, 0); /* m: 57 -> 315,0 */
	reached3[57] = 1;
	trans[3][57]	= settr(0,0,0,0,0,"owed = (owed+1)",0,0,0);
	trans[3][59]	= settr(0,0,0,0,0,"registering = 1",0,0,0);
	trans[3][60]	= settr(0,0,0,0,0,"state = NEW",0,0,0);
	T = trans[ 3][80] = settr(355,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(355,2,63,0,0,"ATOMIC", 1, 2, 0);
	trans[3][63]	= settr(338,2,79,25,25,"((((((((holder==self)&&!(removed))&&connected)&&(state==READY))&&(owed==0))&&(pending>0))&&!((((self>0)&&(confirmed==tail))&&(oldest==tail)))))", 1, 2, 0);
	T = trans[ 3][79] = settr(354,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(354,0,72,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 3][72] = settr(347,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(347,0,69,0,0,"sub-sequence", 1, 2, 0);
	trans[3][70]	= settr(345,2,69,1,0,".(goto)", 1, 2, 0);
	T = trans[3][69] = settr(344,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(344,2,64,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(344,2,67,0,0,"DO", 1, 2, 0);
	trans[3][64]	= settr(339,2,69,26,26,"(((floor<confirmed)&&(age[floor]>=2)))", 1, 2, 0); /* m: 65 -> 69,0 */
	reached3[65] = 1;
	trans[3][65]	= settr(0,0,0,0,0,"age[floor] = 0",0,0,0);
	trans[3][66]	= settr(0,0,0,0,0,"floor = (floor+1)",0,0,0);
	trans[3][67]	= settr(342,2,73,2,0,"else", 1, 2, 0);
	trans[3][68]	= settr(343,2,73,1,0,"goto :b11", 1, 2, 0); /* m: 73 -> 0,76 */
	reached3[73] = 1;
	trans[3][71]	= settr(346,2,73,1,0,"break", 1, 2, 0);
	trans[3][73]	= settr(348,2,76,27,27,"start = floor", 1, 2, 0);
	T = trans[ 3][76] = settr(351,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(351,0,74,0,0,"sub-sequence", 1, 2, 0);
	trans[3][74]	= settr(349,0,315,28,28,"commands[((self*1)+(connection%1))]!4,floor,0,0,connection", 1, 3, 0); /* m: 75 -> 315,0 */
	reached3[75] = 1;
	trans[3][75]	= settr(0,0,0,0,0,"owed = (owed+1)",0,0,0);
	trans[3][77]	= settr(0,0,0,0,0,"registering = 1",0,0,0);
	trans[3][78]	= settr(0,0,0,0,0,"state = NEW",0,0,0);
	T = trans[ 3][96] = settr(371,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(371,2,81,0,0,"ATOMIC", 1, 2, 0);
	trans[3][81]	= settr(356,2,95,29,0,"((((((((holder==self)&&!(removed))&&connected)&&(state==READY))&&((refused==0)&&!(error)))&&(cursor<tail))&&(owed<2)))", 1, 2, 0);
	T = trans[ 3][95] = settr(370,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(370,0,82,0,0,"sub-sequence", 1, 2, 0);
	trans[3][82]	= settr(357,2,86,30,30,"to = (cursor+1)", 1, 2, 0);
	trans[3][87]	= settr(362,2,86,1,0,".(goto)", 1, 2, 0);
	T = trans[3][86] = settr(361,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(361,2,83,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(361,2,85,0,0,"DO", 1, 2, 0);
	trans[3][83]	= settr(358,2,86,31,31,"((to<tail))", 1, 2, 0); /* m: 84 -> 86,0 */
	reached3[84] = 1;
	trans[3][84]	= settr(0,0,0,0,0,"to = (to+1)",0,0,0);
	trans[3][85]	= settr(360,2,91,1,0,"goto :b12", 1, 2, 0);
	trans[3][88]	= settr(363,2,91,1,0,"break", 1, 2, 0);
	T = trans[ 3][91] = settr(366,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(366,0,89,0,0,"sub-sequence", 1, 2, 0);
	trans[3][89]	= settr(364,0,315,32,32,"commands[((self*1)+(connection%1))]!3,fence,cursor,to,connection", 1, 3, 0); /* m: 90 -> 315,0 */
	reached3[90] = 1;
	trans[3][90]	= settr(0,0,0,0,0,"owed = (owed+1)",0,0,0);
	trans[3][92]	= settr(0,0,0,0,0,"fence = to",0,0,0);
	trans[3][93]	= settr(0,0,0,0,0,"cursor = to",0,0,0);
	trans[3][94]	= settr(0,0,0,0,0,"to = 0",0,0,0);
	T = trans[ 3][103] = settr(378,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(378,2,97,0,0,"ATOMIC", 1, 2, 0);
	trans[3][97]	= settr(372,0,315,33,33,"(((((((holder==self)&&!(removed))&&connected)&&(state==READY))&&(owed==0))&&(((self>0)&&(confirmed==tail))&&(oldest==tail))))", 1, 2, 0); /* m: 98 -> 315,0 */
	reached3[98] = 1;
	trans[3][98]	= settr(0,0,0,0,0,"cut = 1",0,0,0);
	trans[3][99]	= settr(0,0,0,0,0,"floor = tail",0,0,0);
	trans[3][100]	= settr(0,0,0,0,0,"fence = tail",0,0,0);
	trans[3][101]	= settr(0,0,0,0,0,"age[0] = 0",0,0,0);
	trans[3][102]	= settr(0,0,0,0,0,"state = FINISHED",0,0,0);
	T = trans[ 3][108] = settr(383,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(383,2,104,0,0,"ATOMIC", 1, 2, 0);
	trans[3][104]	= settr(379,2,107,34,0,"((((((((holder==self)&&!(removed))&&connected)&&(state==FINISHED))&&(owed==0))&&(pending>0))&&(age[0]<2)))", 1, 2, 0);
	T = trans[ 3][107] = settr(382,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(382,0,105,0,0,"sub-sequence", 1, 2, 0);
	trans[3][105]	= settr(380,0,315,35,35,"commands[((self*1)+(connection%1))]!1,0,0,0,connection", 1, 3, 0); /* m: 106 -> 315,0 */
	reached3[106] = 1;
	trans[3][106]	= settr(0,0,0,0,0,"owed = (owed+1)",0,0,0);
	T = trans[ 3][113] = settr(388,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(388,2,109,0,0,"ATOMIC", 1, 2, 0);
	trans[3][109]	= settr(384,2,112,36,0,"(((((((holder==self)&&!(removed))&&connected)&&(state==FINISHED))&&(owed==0))&&(age[0]>=2)))", 1, 2, 0);
	T = trans[ 3][112] = settr(387,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(387,0,110,0,0,"sub-sequence", 1, 2, 0);
	trans[3][110]	= settr(385,0,315,37,37,"commands[((self*1)+(connection%1))]!2,fence,0,0,connection", 1, 3, 0); /* m: 111 -> 315,0 */
	reached3[111] = 1;
	trans[3][111]	= settr(0,0,0,0,0,"owed = (owed+1)",0,0,0);
	T = trans[ 3][281] = settr(556,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(556,2,114,0,0,"ATOMIC", 1, 504, 0);
	trans[3][114]	= settr(389,2,115,38,0,"(((((holder==self)&&!(removed))&&connected)&&nempty(answers[self])))", 1, 504, 0);
	trans[3][115]	= settr(390,2,280,39,39,"answers[self]?command,result,f,there", 1, 504, 0);
	T = trans[ 3][280] = settr(555,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(555,0,131,0,0,"sub-sequence", 1, 504, 0);
	T = trans[ 3][131] = settr(406,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(406,0,116,0,0,"sub-sequence", 1, 504, 0);
	trans[3][116]	= settr(391,2,122,40,40,"i = floor", 1, 504, 0);
	trans[3][123]	= settr(398,2,122,1,0,".(goto)", 1, 504, 0);
	T = trans[3][122] = settr(397,2,0,0,0,"DO", 1, 504, 0);
	T = T->nxt	= settr(397,2,117,0,0,"DO", 1, 504, 0);
	    T->nxt	= settr(397,2,120,0,0,"DO", 1, 504, 0);
	trans[3][117]	= settr(392,2,122,41,41,"((i<confirmed))", 1, 504, 0); /* m: 118 -> 122,0 */
	reached3[118] = 1;
	trans[3][118]	= settr(0,0,0,0,0,"age[i] = ( (((age[i]+pending)<2)) -> ((age[i]+pending)) : (2) )",0,0,0);
	trans[3][119]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[3][120]	= settr(395,2,128,2,0,"else", 1, 504, 0);
	trans[3][121]	= settr(396,2,128,1,0,"goto :b13", 1, 504, 0);
	trans[3][124]	= settr(399,2,128,1,0,"break", 1, 504, 0);
	T = trans[3][128] = settr(403,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(403,2,125,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(403,2,127,0,0,"IF", 1, 504, 0);
	trans[3][125]	= settr(400,2,238,42,42,"(cut)", 1, 504, 0); /* m: 126 -> 238,0 */
	reached3[126] = 1;
	trans[3][126]	= settr(0,0,0,0,0,"age[0] = ( (((age[0]+pending)<2)) -> ((age[0]+pending)) : (2) )",0,0,0);
	trans[3][129]	= settr(404,2,130,1,0,".(goto)", 1, 504, 0); /* m: 130 -> 0,238 */
	reached3[130] = 1;
	trans[3][127]	= settr(402,2,130,2,0,"else", 1, 504, 0);
	trans[3][130]	= settr(405,2,238,43,43,"i = 0", 1, 504, 0); /* m: 132 -> 0,238 */
	reached3[132] = 1;
	trans[3][132]	= settr(0,0,0,0,0,"pending = 0",0,0,0);
	trans[3][133]	= settr(0,0,0,0,0,"owed = (owed-1)",0,0,0);
	T = trans[3][238] = settr(513,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(513,2,134,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(513,2,196,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(513,2,224,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(513,2,237,0,0,"IF", 1, 504, 0);
	trans[3][134]	= settr(409,2,195,44,44,"((command==REGISTER))", 1, 504, 0);
	T = trans[ 3][195] = settr(470,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(470,0,135,0,0,"sub-sequence", 1, 504, 0);
	trans[3][135]	= settr(410,2,185,45,45,"assert((f<=tail))", 1, 504, 0); /* m: 136 -> 0,185 */
	reached3[136] = 1;
	trans[3][136]	= settr(0,0,0,0,0,"registering = 0",0,0,0);
	T = trans[3][185] = settr(460,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(460,2,137,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(460,2,152,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(460,2,167,0,0,"IF", 1, 504, 0);
	trans[3][137]	= settr(412,2,150,46,0,"((f<oldest))", 1, 504, 0);
	T = trans[ 3][150] = settr(425,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(425,0,138,0,0,"sub-sequence", 1, 504, 0);
	trans[3][138]	= settr(413,2,146,47,47,"confirmed = ( ((confirmed<oldest)) -> (confirmed) : (oldest) )", 1, 504, 0); /* m: 139 -> 0,146 */
	reached3[139] = 1;
	trans[3][139]	= settr(0,0,0,0,0,"floor = ( ((floor<oldest)) -> (floor) : (oldest) )",0,0,0);
	trans[3][140]	= settr(0,0,0,0,0,"i = oldest",0,0,0);
	trans[3][147]	= settr(422,2,146,1,0,".(goto)", 1, 504, 0);
	T = trans[3][146] = settr(421,2,0,0,0,"DO", 1, 504, 0);
	T = T->nxt	= settr(421,2,141,0,0,"DO", 1, 504, 0);
	    T->nxt	= settr(421,2,144,0,0,"DO", 1, 504, 0);
	trans[3][141]	= settr(416,2,146,48,48,"((i<(3+1)))", 1, 504, 0); /* m: 142 -> 146,0 */
	reached3[142] = 1;
	trans[3][142]	= settr(0,0,0,0,0,"age[i] = 0",0,0,0);
	trans[3][143]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[3][144]	= settr(419,2,149,2,0,"else", 1, 504, 0);
	trans[3][145]	= settr(420,2,149,1,0,"goto :b14", 1, 504, 0); /* m: 149 -> 0,192 */
	reached3[149] = 1;
	trans[3][148]	= settr(423,2,149,1,0,"break", 1, 504, 0);
	trans[3][149]	= settr(424,2,192,49,49,"i = 0", 1, 504, 0); /* m: 151 -> 0,192 */
	reached3[151] = 1;
	trans[3][151]	= settr(0,0,0,0,0,"cursor = oldest",0,0,0);
	trans[3][186]	= settr(461,2,187,1,0,".(goto)", 1, 504, 0); /* m: 187 -> 0,192 */
	reached3[187] = 1;
	trans[3][152]	= settr(427,2,165,50,0,"(((f>=oldest)&&(f<confirmed)))", 1, 504, 0);
	T = trans[ 3][165] = settr(440,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(440,0,153,0,0,"sub-sequence", 1, 504, 0);
	trans[3][153]	= settr(428,2,161,51,51,"confirmed = ( ((confirmed<f)) -> (confirmed) : (f) )", 1, 504, 0); /* m: 154 -> 0,161 */
	reached3[154] = 1;
	trans[3][154]	= settr(0,0,0,0,0,"floor = ( ((floor<f)) -> (floor) : (f) )",0,0,0);
	trans[3][155]	= settr(0,0,0,0,0,"i = f",0,0,0);
	trans[3][162]	= settr(437,2,161,1,0,".(goto)", 1, 504, 0);
	T = trans[3][161] = settr(436,2,0,0,0,"DO", 1, 504, 0);
	T = T->nxt	= settr(436,2,156,0,0,"DO", 1, 504, 0);
	    T->nxt	= settr(436,2,159,0,0,"DO", 1, 504, 0);
	trans[3][156]	= settr(431,2,161,52,52,"((i<(3+1)))", 1, 504, 0); /* m: 157 -> 161,0 */
	reached3[157] = 1;
	trans[3][157]	= settr(0,0,0,0,0,"age[i] = 0",0,0,0);
	trans[3][158]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[3][159]	= settr(434,2,164,2,0,"else", 1, 504, 0);
	trans[3][160]	= settr(435,2,164,1,0,"goto :b15", 1, 504, 0); /* m: 164 -> 0,192 */
	reached3[164] = 1;
	trans[3][163]	= settr(438,2,164,1,0,"break", 1, 504, 0);
	trans[3][164]	= settr(439,2,192,53,53,"i = 0", 1, 504, 0); /* m: 166 -> 0,192 */
	reached3[166] = 1;
	trans[3][166]	= settr(0,0,0,0,0,"cursor = f",0,0,0);
	trans[3][167]	= settr(442,2,183,2,0,"else", 1, 504, 0);
	T = trans[ 3][183] = settr(458,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(458,0,181,0,0,"sub-sequence", 1, 504, 0);
	T = trans[3][181] = settr(456,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(456,2,168,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(456,2,180,0,0,"IF", 1, 504, 0);
	trans[3][168]	= settr(443,2,175,54,54,"((f>confirmed))", 1, 504, 0); /* m: 169 -> 175,0 */
	reached3[169] = 1;
	trans[3][169]	= settr(0,0,0,0,0,"i = confirmed",0,0,0);
	trans[3][176]	= settr(451,2,175,1,0,".(goto)", 1, 504, 0);
	T = trans[3][175] = settr(450,2,0,0,0,"DO", 1, 504, 0);
	T = T->nxt	= settr(450,2,170,0,0,"DO", 1, 504, 0);
	    T->nxt	= settr(450,2,173,0,0,"DO", 1, 504, 0);
	trans[3][170]	= settr(445,2,175,55,55,"((i<f))", 1, 504, 0); /* m: 171 -> 175,0 */
	reached3[171] = 1;
	trans[3][171]	= settr(0,0,0,0,0,"age[i] = 0",0,0,0);
	trans[3][172]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[3][173]	= settr(448,2,178,2,0,"else", 1, 504, 0);
	trans[3][174]	= settr(449,2,178,1,0,"goto :b16", 1, 504, 0); /* m: 178 -> 0,192 */
	reached3[178] = 1;
	trans[3][177]	= settr(452,2,178,1,0,"break", 1, 504, 0);
	trans[3][178]	= settr(453,2,192,56,56,"confirmed = f", 1, 504, 0); /* m: 179 -> 0,192 */
	reached3[179] = 1;
	trans[3][179]	= settr(0,0,0,0,0,"i = 0",0,0,0);
	trans[3][182]	= settr(457,2,184,1,0,".(goto)", 1, 504, 0); /* m: 184 -> 0,192 */
	reached3[184] = 1;
	trans[3][180]	= settr(455,2,184,2,0,"else", 1, 504, 0);
	trans[3][184]	= settr(459,2,192,57,57,"cursor = f", 1, 504, 0); /* m: 187 -> 0,192 */
	reached3[187] = 1;
	trans[3][187]	= settr(462,2,192,58,58,"fence = f", 1, 504, 0); /* m: 188 -> 0,192 */
	reached3[188] = 1;
	trans[3][188]	= settr(0,0,0,0,0,"start = ( ((start<f)) -> (start) : (f) )",0,0,0);
	T = trans[3][192] = settr(467,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(467,2,189,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(467,2,191,0,0,"IF", 1, 504, 0);
	trans[3][189]	= settr(464,2,275,59,59,"((start>oldest))", 1, 504, 0); /* m: 190 -> 275,0 */
	reached3[190] = 1;
	trans[3][190]	= settr(0,0,0,0,0,"oldest = start",0,0,0);
	trans[3][193]	= settr(468,2,194,1,0,".(goto)", 1, 504, 0); /* m: 194 -> 0,275 */
	reached3[194] = 1;
	trans[3][191]	= settr(466,2,194,2,0,"else", 1, 504, 0);
	trans[3][194]	= settr(469,2,275,60,60,"state = READY", 1, 504, 0);
	trans[3][239]	= settr(514,2,275,1,0,".(goto)", 1, 504, 0);
	trans[3][196]	= settr(471,2,223,61,61,"((command==PUSH))", 1, 504, 0);
	T = trans[ 3][223] = settr(498,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(498,0,221,0,0,"sub-sequence", 1, 504, 0);
	T = trans[3][221] = settr(496,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(496,2,197,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(496,2,214,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(496,2,216,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(496,2,219,0,0,"IF", 1, 504, 0);
	trans[3][197]	= settr(472,2,213,62,62,"((result==DONE))", 1, 504, 0);
	T = trans[ 3][213] = settr(488,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(488,0,211,0,0,"sub-sequence", 1, 504, 0);
	T = trans[3][211] = settr(486,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(486,2,198,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(486,2,210,0,0,"IF", 1, 504, 0);
	trans[3][198]	= settr(473,2,205,63,63,"((f>confirmed))", 1, 504, 0); /* m: 199 -> 205,0 */
	reached3[199] = 1;
	trans[3][199]	= settr(0,0,0,0,0,"i = confirmed",0,0,0);
	trans[3][206]	= settr(481,2,205,1,0,".(goto)", 1, 504, 0);
	T = trans[3][205] = settr(480,2,0,0,0,"DO", 1, 504, 0);
	T = T->nxt	= settr(480,2,200,0,0,"DO", 1, 504, 0);
	    T->nxt	= settr(480,2,203,0,0,"DO", 1, 504, 0);
	trans[3][200]	= settr(475,2,205,64,64,"((i<f))", 1, 504, 0); /* m: 201 -> 205,0 */
	reached3[201] = 1;
	trans[3][201]	= settr(0,0,0,0,0,"age[i] = 0",0,0,0);
	trans[3][202]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[3][203]	= settr(478,2,208,2,0,"else", 1, 504, 0);
	trans[3][204]	= settr(479,2,208,1,0,"goto :b17", 1, 504, 0); /* m: 208 -> 0,275 */
	reached3[208] = 1;
	trans[3][207]	= settr(482,2,208,1,0,"break", 1, 504, 0);
	trans[3][208]	= settr(483,2,275,65,65,"confirmed = f", 1, 504, 0); /* m: 209 -> 0,275 */
	reached3[209] = 1;
	trans[3][209]	= settr(0,0,0,0,0,"i = 0",0,0,0);
	trans[3][212]	= settr(487,2,275,1,0,".(goto)", 1, 504, 0);
	trans[3][210]	= settr(485,2,275,2,0,"else", 1, 504, 0);
	trans[3][222]	= settr(497,2,275,1,0,".(goto)", 1, 504, 0);
	trans[3][214]	= settr(489,2,275,66,66,"((result==ERROR))", 1, 504, 0); /* m: 215 -> 275,0 */
	reached3[215] = 1;
	trans[3][215]	= settr(0,0,0,0,0,"error = 1",0,0,0);
	trans[3][216]	= settr(491,2,275,67,67,"((((result==FIELD)&&(f>=confirmed))&&(f<=tail)))", 1, 504, 0); /* m: 217 -> 275,0 */
	reached3[217] = 1;
	trans[3][217]	= settr(0,0,0,0,0,"refused = 1",0,0,0);
	trans[3][218]	= settr(0,0,0,0,0,"answer = f",0,0,0);
	trans[3][219]	= settr(494,2,220,2,0,"else", 1, 504, 0);
	trans[3][220]	= settr(495,2,275,68,68,"refused = 2", 1, 504, 0);
	trans[3][224]	= settr(499,2,236,69,69,"((command==FORGET))", 1, 504, 0);
	T = trans[ 3][236] = settr(511,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(511,0,225,0,0,"sub-sequence", 1, 504, 0);
	trans[3][225]	= settr(500,2,232,70,70,"removed = 1", 1, 504, 0); /* m: 226 -> 0,232 */
	reached3[226] = 1;
	trans[3][226]	= settr(0,0,0,0,0,"i = 1",0,0,0);
	trans[3][233]	= settr(508,2,232,1,0,".(goto)", 1, 504, 0);
	T = trans[3][232] = settr(507,2,0,0,0,"DO", 1, 504, 0);
	T = T->nxt	= settr(507,2,227,0,0,"DO", 1, 504, 0);
	    T->nxt	= settr(507,2,230,0,0,"DO", 1, 504, 0);
	trans[3][227]	= settr(502,2,232,71,71,"((i<tail))", 1, 504, 0); /* m: 228 -> 232,0 */
	reached3[228] = 1;
	trans[3][228]	= settr(0,0,0,0,0,"assert(((list2|forgiven)&(1<<(i-1))))",0,0,0);
	trans[3][229]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[3][230]	= settr(505,2,235,2,0,"else", 1, 504, 0);
	trans[3][231]	= settr(506,2,235,1,0,"goto :b18", 1, 504, 0); /* m: 235 -> 0,275 */
	reached3[235] = 1;
	trans[3][234]	= settr(509,2,235,1,0,"break", 1, 504, 0);
	trans[3][235]	= settr(510,2,275,72,72,"i = 0", 1, 504, 0);
	trans[3][237]	= settr(512,2,275,73,73,"((command==PING))", 1, 504, 0);
	T = trans[ 3][275] = settr(550,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(550,0,268,0,0,"sub-sequence", 1, 504, 0);
	T = trans[3][268] = settr(543,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(543,2,240,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(543,2,244,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(543,2,264,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(543,2,267,0,0,"IF", 1, 504, 0);
	trans[3][240]	= settr(515,2,273,74,74,"(((owed==0)&&error))", 1, 504, 0); /* m: 241 -> 273,0 */
	reached3[241] = 1;
	trans[3][241]	= settr(0,0,0,0,0,"state = NEW",0,0,0);
	trans[3][242]	= settr(0,0,0,0,0,"error = 0",0,0,0);
	trans[3][243]	= settr(0,0,0,0,0,"refused = 0",0,0,0);
	trans[3][269]	= settr(544,2,273,1,0,".(goto)", 1, 504, 0);
	trans[3][244]	= settr(519,2,262,75,75,"((((owed==0)&&!(error))&&(refused==1)))", 1, 504, 0); /* m: 245 -> 262,0 */
	reached3[245] = 1;
	trans[3][245]	= settr(0,0,0,0,0,"fence = answer",0,0,0);
	trans[3][246]	= settr(0,0,0,0,0,"cursor = answer",0,0,0);
	T = trans[ 3][262] = settr(537,0,0,0,0,"sub-sequence", 1, 504, 0);
	T->nxt	= settr(537,0,260,0,0,"sub-sequence", 1, 504, 0);
	T = trans[3][260] = settr(535,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(535,2,247,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(535,2,259,0,0,"IF", 1, 504, 0);
	trans[3][247]	= settr(522,2,254,76,76,"((answer>confirmed))", 1, 504, 0); /* m: 248 -> 254,0 */
	reached3[248] = 1;
	trans[3][248]	= settr(0,0,0,0,0,"i = confirmed",0,0,0);
	trans[3][255]	= settr(530,2,254,1,0,".(goto)", 1, 504, 0);
	T = trans[3][254] = settr(529,2,0,0,0,"DO", 1, 504, 0);
	T = T->nxt	= settr(529,2,249,0,0,"DO", 1, 504, 0);
	    T->nxt	= settr(529,2,252,0,0,"DO", 1, 504, 0);
	trans[3][249]	= settr(524,2,254,77,77,"((i<answer))", 1, 504, 0); /* m: 250 -> 254,0 */
	reached3[250] = 1;
	trans[3][250]	= settr(0,0,0,0,0,"age[i] = 0",0,0,0);
	trans[3][251]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[3][252]	= settr(527,2,257,2,0,"else", 1, 504, 0);
	trans[3][253]	= settr(528,2,257,1,0,"goto :b19", 1, 504, 0); /* m: 257 -> 0,273 */
	reached3[257] = 1;
	trans[3][256]	= settr(531,2,257,1,0,"break", 1, 504, 0);
	trans[3][257]	= settr(532,2,273,78,78,"confirmed = answer", 1, 504, 0); /* m: 258 -> 0,273 */
	reached3[258] = 1;
	trans[3][258]	= settr(0,0,0,0,0,"i = 0",0,0,0);
	trans[3][261]	= settr(536,2,263,1,0,".(goto)", 1, 504, 0); /* m: 263 -> 0,273 */
	reached3[263] = 1;
	trans[3][259]	= settr(534,2,263,2,0,"else", 1, 504, 0);
	trans[3][263]	= settr(538,2,273,79,79,"refused = 0", 1, 504, 0);
	trans[3][264]	= settr(539,2,273,80,80,"((((owed==0)&&!(error))&&(refused==2)))", 1, 504, 0); /* m: 265 -> 273,0 */
	reached3[265] = 1;
	trans[3][265]	= settr(0,0,0,0,0,"state = NEW",0,0,0);
	trans[3][266]	= settr(0,0,0,0,0,"refused = 0",0,0,0);
	trans[3][267]	= settr(542,2,273,2,0,"else", 1, 504, 0);
	T = trans[3][273] = settr(548,2,0,0,0,"IF", 1, 504, 0);
	T = T->nxt	= settr(548,2,270,0,0,"IF", 1, 504, 0);
	    T->nxt	= settr(548,2,272,0,0,"IF", 1, 504, 0);
	trans[3][270]	= settr(545,0,315,81,81,"((refused==0))", 1, 504, 0); /* m: 271 -> 315,0 */
	reached3[271] = 1;
	trans[3][271]	= settr(0,0,0,0,0,"answer = 0",0,0,0);
	trans[3][274]	= settr(549,2,276,1,0,".(goto)", 1, 504, 0); /* m: 276 -> 0,315 */
	reached3[276] = 1;
	trans[3][272]	= settr(547,2,276,2,0,"else", 1, 504, 0);
	trans[3][276]	= settr(551,0,315,82,82,"command = 0", 1, 504, 0); /* m: 277 -> 0,315 */
	reached3[277] = 1;
	trans[3][277]	= settr(0,0,0,0,0,"result = 0",0,0,0);
	trans[3][278]	= settr(0,0,0,0,0,"f = 0",0,0,0);
	trans[3][279]	= settr(0,0,0,0,0,"there = 0",0,0,0);
	T = trans[ 3][296] = settr(571,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(571,2,282,0,0,"ATOMIC", 1, 2, 0);
	trans[3][282]	= settr(557,2,295,83,83,"((((((holder==self)&&!(removed))&&connected)&&(owed>0))&&(timeouts>0)))", 1, 2, 0); /* m: 283 -> 295,0 */
	reached3[283] = 1;
	trans[3][283]	= settr(0,0,0,0,0,"timeouts = (timeouts-1)",0,0,0);
	T = trans[ 3][295] = settr(570,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(570,0,291,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 3][291] = settr(566,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(566,0,288,0,0,"sub-sequence", 1, 2, 0);
	trans[3][289]	= settr(564,2,288,1,0,".(goto)", 1, 2, 0);
	T = trans[3][288] = settr(563,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(563,2,284,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(563,2,286,0,0,"DO", 1, 2, 0);
	trans[3][284]	= settr(559,2,285,84,0,"(nempty(answers[holder]))", 1, 504, 0);
	trans[3][285]	= settr(560,2,288,85,85,"answers[holder]?_,_,_,_", 1, 504, 0);
	trans[3][286]	= settr(561,0,315,86,86,"(empty(answers[holder]))", 1, 1004, 0); /* m: 292 -> 315,0 */
	reached3[292] = 1;
	trans[3][287]	= settr(562,2,292,1,0,"goto :b20", 1, 2, 0); /* m: 292 -> 0,315 */
	reached3[292] = 1;
	trans[3][290]	= settr(565,2,292,1,0,"break", 1, 2, 0);
	trans[3][292]	= settr(567,0,315,87,87,"connected = 0", 1, 2, 0); /* m: 293 -> 0,315 */
	reached3[293] = 1;
	trans[3][293]	= settr(0,0,0,0,0,"owed = 0",0,0,0);
	trans[3][294]	= settr(0,0,0,0,0,"pending = 0",0,0,0);
	T = trans[ 3][312] = settr(587,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(587,2,297,0,0,"ATOMIC", 1, 2, 0);
	trans[3][297]	= settr(572,2,309,88,88,"((((holder==self)&&!(removed))&&(self<1)))", 1, 2, 0);
	T = trans[ 3][309] = settr(584,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(584,0,305,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 3][305] = settr(580,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(580,0,302,0,0,"sub-sequence", 1, 2, 0);
	trans[3][303]	= settr(578,2,302,1,0,".(goto)", 1, 2, 0);
	T = trans[3][302] = settr(577,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(577,2,298,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(577,2,300,0,0,"DO", 1, 2, 0);
	trans[3][298]	= settr(573,2,299,89,0,"(nempty(answers[holder]))", 1, 504, 0);
	trans[3][299]	= settr(574,2,302,90,90,"answers[holder]?_,_,_,_", 1, 504, 0);
	trans[3][300]	= settr(575,4,318,91,91,"(empty(answers[holder]))", 1, 1004, 0); /* m: 306 -> 318,0 */
	reached3[306] = 1;
	trans[3][301]	= settr(576,2,306,1,0,"goto :b21", 1, 2, 0); /* m: 306 -> 0,318 */
	reached3[306] = 1;
	trans[3][304]	= settr(579,2,306,1,0,"break", 1, 2, 0);
	trans[3][306]	= settr(581,4,318,92,92,"connected = 0", 1, 2, 0); /* m: 307 -> 0,318 */
	reached3[307] = 1;
	trans[3][307]	= settr(0,0,0,0,0,"owed = 0",0,0,0);
	trans[3][308]	= settr(0,0,0,0,0,"pending = 0",0,0,0);
	trans[3][310]	= settr(0,0,0,0,0,"holder = (holder+1)",0,0,0);
	trans[3][311]	= settr(586,0,318,1,0,"goto :b9", 1, 2, 0);
	trans[3][313]	= settr(588,0,318,93,0,"(removed)", 1, 2, 0);
	trans[3][314]	= settr(589,0,318,1,0,"goto :b9", 0, 2, 0);
	trans[3][317]	= settr(592,0,318,1,0,"break", 0, 2, 0);
	trans[3][318]	= settr(593,0,0,94,94,"-end-", 0, 3500, 0);

	/* proctype 2: clock */

	trans[2] = (Trans **) emalloc(21*sizeof(Trans *));

	trans[2][18]	= settr(273,0,17,1,0,".(goto)", 0, 2, 0);
	T = trans[2][17] = settr(272,0,0,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(272,0,16,0,0,"DO", 0, 2, 0);
	T = trans[ 2][16] = settr(271,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(271,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[2][1]	= settr(256,2,15,95,0,"((!(removed)&&(((!(connected)||(owed==0))||(pending==0))&&(((((((field1!=field2)||(list1!=list2))||(field!=field1))||(list!=list1))||((connected&&(owed==0))&&(pending<=2)))||(connected&&(pending==0)))||0))))", 1, 2, 0);
	T = trans[ 2][15] = settr(270,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(270,0,8,0,0,"sub-sequence", 1, 2, 0);
	T = trans[2][8] = settr(263,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(263,2,2,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(263,2,7,0,0,"IF", 1, 2, 0);
	trans[2][2]	= settr(257,2,13,96,96,"(running)", 1, 2, 0); /* m: 3 -> 13,0 */
	reached2[3] = 1;
	trans[2][3]	= settr(0,0,0,0,0,"field2 = field1",0,0,0);
	trans[2][4]	= settr(0,0,0,0,0,"list2 = list1",0,0,0);
	trans[2][5]	= settr(0,0,0,0,0,"field1 = field",0,0,0);
	trans[2][6]	= settr(0,0,0,0,0,"list1 = list",0,0,0);
	trans[2][9]	= settr(264,2,13,1,0,".(goto)", 1, 2, 0);
	trans[2][7]	= settr(262,2,13,2,0,"else", 1, 2, 0);
	T = trans[2][13] = settr(268,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(268,2,10,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(268,2,12,0,0,"IF", 1, 2, 0);
	trans[2][10]	= settr(265,0,17,97,97,"(connected)", 1, 2, 0); /* m: 11 -> 17,0 */
	reached2[11] = 1;
	trans[2][11]	= settr(0,0,0,0,0,"pending = ( (((pending+1)<(2+1))) -> ((pending+1)) : ((2+1)) )",0,0,0);
	trans[2][14]	= settr(269,0,17,98,98,".(goto)", 1, 2, 0);
	trans[2][12]	= settr(267,2,14,2,0,"else", 1, 2, 0);
	trans[2][19]	= settr(274,0,20,1,0,"break", 0, 2, 0);
	trans[2][20]	= settr(275,0,0,99,99,"-end-", 0, 3500, 0);

	/* proctype 1: fate */

	trans[1] = (Trans **) emalloc(61*sizeof(Trans *));

	T = trans[1][57] = settr(252,0,0,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(252,0,56,0,0,"IF", 0, 2, 0);
	T = trans[ 1][56] = settr(251,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(251,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[1][1]	= settr(196,2,26,100,100,"(running)", 1, 2, 0); /* m: 2 -> 26,0 */
	reached1[2] = 1;
	trans[1][2]	= settr(0,0,0,0,0,"running = 0",0,0,0);
	T = trans[ 1][26] = settr(221,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(221,0,20,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][20] = settr(215,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(215,2,3,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(215,2,4,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(215,2,6,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(215,2,17,0,0,"IF", 1, 2, 0);
	trans[1][3]	= settr(198,2,40,101,101,"(1)", 1, 2, 0); /* m: 22 -> 40,0 */
	reached1[22] = 1;
	trans[1][21]	= settr(216,2,22,1,0,".(goto)", 1, 2, 0); /* m: 22 -> 0,40 */
	reached1[22] = 1;
	trans[1][4]	= settr(199,2,40,102,102,"field = field1", 1, 2, 0); /* m: 5 -> 0,40 */
	reached1[5] = 1;
	trans[1][5]	= settr(0,0,0,0,0,"list = list1",0,0,0);
	trans[1][6]	= settr(201,2,40,103,103,"field = field2", 1, 2, 0); /* m: 7 -> 0,40 */
	reached1[7] = 1;
	trans[1][7]	= settr(0,0,0,0,0,"list = list2",0,0,0);
	T = trans[ 1][17] = settr(212,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(212,0,8,0,0,"sub-sequence", 1, 2, 0);
	trans[1][8]	= settr(203,2,14,104,104,"i = 1", 1, 2, 0);
	trans[1][15]	= settr(210,2,14,1,0,".(goto)", 1, 2, 0);
	T = trans[1][14] = settr(209,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(209,2,9,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(209,2,12,0,0,"DO", 1, 2, 0);
	trans[1][9]	= settr(204,2,14,105,105,"(((i<floor)||((i<confirmed)&&(age[i]>=2))))", 1, 2, 0); /* m: 10 -> 14,0 */
	reached1[10] = 1;
	trans[1][10]	= settr(0,0,0,0,0,"forgiven = (forgiven|(1<<(i-1)))",0,0,0);
	trans[1][11]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[1][12]	= settr(207,2,18,2,0,"else", 1, 2, 0);
	trans[1][13]	= settr(208,2,18,1,0,"goto :b3", 1, 2, 0); /* m: 18 -> 0,40 */
	reached1[18] = 1;
	trans[1][16]	= settr(211,2,18,1,0,"break", 1, 2, 0);
	trans[1][18]	= settr(213,2,40,106,106,"field = 0", 1, 2, 0); /* m: 19 -> 0,40 */
	reached1[19] = 1;
	trans[1][19]	= settr(0,0,0,0,0,"list = 0",0,0,0);
	trans[1][22]	= settr(217,2,40,107,107,"field1 = field", 1, 2, 0); /* m: 23 -> 0,40 */
	reached1[23] = 1;
	trans[1][23]	= settr(0,0,0,0,0,"list1 = list",0,0,0);
	trans[1][24]	= settr(0,0,0,0,0,"field2 = field",0,0,0);
	trans[1][25]	= settr(0,0,0,0,0,"list2 = list",0,0,0);
	trans[1][27]	= settr(0,0,0,0,0,"i = 0",0,0,0);
	trans[1][41]	= settr(236,2,40,1,0,".(goto)", 1, 2, 0);
	T = trans[1][40] = settr(235,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(235,2,28,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(235,2,38,0,0,"DO", 1, 2, 0);
	trans[1][28]	= settr(223,2,36,108,0,"((i<((1+1)*1)))", 1, 2, 0);
	T = trans[ 1][36] = settr(231,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(231,0,33,0,0,"sub-sequence", 1, 2, 0);
	trans[1][34]	= settr(229,2,33,1,0,".(goto)", 1, 2, 0);
	T = trans[1][33] = settr(228,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(228,2,29,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(228,2,31,0,0,"DO", 1, 2, 0);
	trans[1][29]	= settr(224,2,30,109,0,"(nempty(commands[i]))", 1, 503, 0);
	trans[1][30]	= settr(225,2,33,110,110,"commands[i]?_,_,_,_,_", 1, 503, 0);
	trans[1][31]	= settr(226,2,40,111,111,"(empty(commands[i]))", 1, 1003, 0); /* m: 37 -> 40,0 */
	reached1[37] = 1;
	trans[1][32]	= settr(227,2,37,1,0,"goto :b5", 1, 2, 0); /* m: 37 -> 0,40 */
	reached1[37] = 1;
	trans[1][35]	= settr(230,2,37,1,0,"break", 1, 2, 0);
	trans[1][37]	= settr(232,2,40,112,112,"i = (i+1)", 1, 2, 0);
	trans[1][38]	= settr(233,2,43,2,0,"else", 1, 2, 0);
	trans[1][39]	= settr(234,2,43,1,0,"goto :b4", 1, 2, 0); /* m: 43 -> 0,55 */
	reached1[43] = 1;
	trans[1][42]	= settr(237,2,43,1,0,"break", 1, 2, 0);
	trans[1][43]	= settr(238,2,55,113,113,"i = 0", 1, 2, 0);
	T = trans[ 1][55] = settr(250,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(250,0,51,0,0,"sub-sequence", 1, 2, 0);
	T = trans[ 1][51] = settr(246,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(246,0,48,0,0,"sub-sequence", 1, 2, 0);
	trans[1][49]	= settr(244,2,48,1,0,".(goto)", 1, 2, 0);
	T = trans[1][48] = settr(243,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(243,2,44,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(243,2,46,0,0,"DO", 1, 2, 0);
	trans[1][44]	= settr(239,2,45,114,0,"(nempty(answers[holder]))", 1, 504, 0);
	trans[1][45]	= settr(240,2,48,115,115,"answers[holder]?_,_,_,_", 1, 504, 0);
	trans[1][46]	= settr(241,0,59,116,116,"(empty(answers[holder]))", 1, 1004, 0); /* m: 52 -> 59,0 */
	reached1[52] = 1;
	trans[1][47]	= settr(242,2,52,1,0,"goto :b6", 1, 2, 0); /* m: 52 -> 0,59 */
	reached1[52] = 1;
	trans[1][50]	= settr(245,2,52,1,0,"break", 1, 2, 0);
	trans[1][52]	= settr(247,0,59,117,117,"connected = 0", 1, 2, 0); /* m: 53 -> 0,59 */
	reached1[53] = 1;
	trans[1][53]	= settr(0,0,0,0,0,"owed = 0",0,0,0);
	trans[1][54]	= settr(0,0,0,0,0,"pending = 0",0,0,0);
	trans[1][58]	= settr(253,0,59,1,0,".(goto)", 0, 2, 0);
	trans[1][59]	= settr(254,0,60,118,118,"running = 1", 1, 2, 0);
	trans[1][60]	= settr(255,0,0,119,119,"-end-", 0, 3500, 0);

	/* proctype 0: redis */

	trans[0] = (Trans **) emalloc(197*sizeof(Trans *));

	trans[0][194]	= settr(193,0,193,1,0,".(goto)", 0, 2, 0);
	T = trans[0][193] = settr(192,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(192,0,96,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(192,0,192,0,0,"DO", 0, 2, 0);
	T = trans[ 0][96] = settr(95,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(95,2,1,0,0,"ATOMIC", 1, 503, 0);
	trans[0][1]	= settr(0,2,95,120,0,"((running&&nempty(commands[0])))", 1, 503, 0);
	T = trans[ 0][95] = settr(94,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(94,0,2,0,0,"sub-sequence", 1, 503, 0);
	trans[0][2]	= settr(1,2,87,121,121,"commands[0]?command,a,b,c,id", 1, 503, 0); /* m: 3 -> 87,0 */
	reached0[3] = 1;
	trans[0][3]	= settr(0,0,0,0,0,"sender = 0",0,0,0);
	T = trans[ 0][87] = settr(86,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(86,0,85,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][85] = settr(84,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(84,2,4,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(84,2,22,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(84,2,30,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(84,2,66,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(84,2,78,0,0,"IF", 1, 503, 0);
	trans[0][4]	= settr(3,2,20,122,122,"((command==REGISTER))", 1, 503, 0);
	T = trans[0][20] = settr(19,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(19,2,5,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(19,2,13,0,0,"IF", 1, 503, 0);
	trans[0][5]	= settr(4,2,12,123,123,"((field==0))", 1, 503, 0); /* m: 6 -> 12,0 */
	reached0[6] = 1;
	trans[0][6]	= settr(0,0,0,0,0,"field = a",0,0,0);
	T = trans[ 0][12] = settr(11,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(11,0,10,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][10] = settr(9,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(9,2,7,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(9,2,9,0,0,"IF", 1, 503, 0);
	trans[0][7]	= settr(6,2,8,124,124,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][8]	= settr(7,0,193,125,125,"answers[sender]!4,11,field,0", 1, 503, 0); /* m: 88 -> 193,0 */
	reached0[88] = 1;
	trans[0][11]	= settr(10,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][9]	= settr(8,2,88,2,0,"else", 1, 503, 0);
	trans[0][21]	= settr(20,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][13]	= settr(12,2,19,2,0,"else", 1, 503, 0);
	T = trans[ 0][19] = settr(18,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(18,0,17,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][17] = settr(16,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(16,2,14,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(16,2,16,0,0,"IF", 1, 503, 0);
	trans[0][14]	= settr(13,2,15,126,126,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][15]	= settr(14,0,193,127,127,"answers[sender]!4,11,field,1", 1, 503, 0); /* m: 88 -> 193,0 */
	reached0[88] = 1;
	trans[0][18]	= settr(17,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][16]	= settr(15,2,88,2,0,"else", 1, 503, 0);
	trans[0][86]	= settr(85,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][22]	= settr(21,2,29,128,128,"((((command==PUSH)&&refusing)&&(sender==holder)))", 1, 503, 0); /* m: 23 -> 29,0 */
	reached0[23] = 1;
	trans[0][23]	= settr(0,0,0,0,0,"refusing = 0",0,0,0);
	T = trans[ 0][29] = settr(28,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(28,0,27,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][27] = settr(26,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(26,2,24,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(26,2,26,0,0,"IF", 1, 503, 0);
	trans[0][24]	= settr(23,2,25,129,129,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][25]	= settr(24,0,193,130,130,"answers[sender]!3,8,0,0", 1, 503, 0); /* m: 88 -> 193,0 */
	reached0[88] = 1;
	trans[0][28]	= settr(27,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][26]	= settr(25,2,88,2,0,"else", 1, 503, 0);
	trans[0][30]	= settr(29,2,64,131,131,"((command==PUSH))", 1, 503, 0);
	T = trans[0][64] = settr(63,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(63,2,31,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(63,2,38,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(63,2,45,0,0,"IF", 1, 503, 0);
	trans[0][31]	= settr(30,2,37,132,132,"(((field!=a)&&(field==0)))", 1, 503, 0);
	T = trans[ 0][37] = settr(36,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(36,0,35,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][35] = settr(34,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(34,2,32,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(34,2,34,0,0,"IF", 1, 503, 0);
	trans[0][32]	= settr(31,2,33,133,133,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][33]	= settr(32,0,193,134,134,"answers[sender]!3,10,0,0", 1, 503, 0); /* m: 88 -> 193,0 */
	reached0[88] = 1;
	trans[0][36]	= settr(35,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][34]	= settr(33,2,88,2,0,"else", 1, 503, 0);
	trans[0][65]	= settr(64,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][38]	= settr(37,2,44,135,135,"(((field!=a)&&(field!=0)))", 1, 503, 0);
	T = trans[ 0][44] = settr(43,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(43,0,42,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][42] = settr(41,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(41,2,39,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(41,2,41,0,0,"IF", 1, 503, 0);
	trans[0][39]	= settr(38,2,40,136,136,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][40]	= settr(39,0,193,137,137,"answers[sender]!3,11,field,1", 1, 503, 0); /* m: 88 -> 193,0 */
	reached0[88] = 1;
	trans[0][43]	= settr(42,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][41]	= settr(40,2,88,2,0,"else", 1, 503, 0);
	trans[0][45]	= settr(44,2,56,138,138,"((field==a))", 1, 503, 0);
	T = trans[ 0][56] = settr(55,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(55,0,46,0,0,"sub-sequence", 1, 503, 0);
	trans[0][46]	= settr(45,2,53,139,139,"i = b", 1, 503, 0);
	trans[0][54]	= settr(53,2,53,1,0,".(goto)", 1, 503, 0);
	T = trans[0][53] = settr(52,2,0,0,0,"DO", 1, 503, 0);
	T = T->nxt	= settr(52,2,47,0,0,"DO", 1, 503, 0);
	    T->nxt	= settr(52,2,51,0,0,"DO", 1, 503, 0);
	trans[0][47]	= settr(46,2,53,140,140,"((i<c))", 1, 503, 0); /* m: 48 -> 53,0 */
	reached0[48] = 1;
	trans[0][48]	= settr(0,0,0,0,0,"assert(((list&(1<<(i-1)))==0))",0,0,0);
	trans[0][49]	= settr(0,0,0,0,0,"list = (list|(1<<(i-1)))",0,0,0);
	trans[0][50]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[0][51]	= settr(50,2,57,2,0,"else", 1, 503, 0);
	trans[0][52]	= settr(51,2,57,1,0,"goto :b1", 1, 503, 0); /* m: 57 -> 0,63 */
	reached0[57] = 1;
	trans[0][55]	= settr(54,2,57,1,0,"break", 1, 503, 0);
	trans[0][57]	= settr(56,2,63,141,141,"field = c", 1, 503, 0);
	T = trans[ 0][63] = settr(62,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(62,0,61,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][61] = settr(60,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(60,2,58,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(60,2,60,0,0,"IF", 1, 503, 0);
	trans[0][58]	= settr(57,2,59,142,142,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][59]	= settr(58,0,193,143,143,"answers[sender]!3,9,field,1", 1, 503, 0); /* m: 88 -> 193,0 */
	reached0[88] = 1;
	trans[0][62]	= settr(61,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][60]	= settr(59,2,88,2,0,"else", 1, 503, 0);
	trans[0][66]	= settr(65,2,70,144,144,"((command==FORGET))", 1, 503, 0);
	T = trans[0][70] = settr(69,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(69,2,67,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(69,2,69,0,0,"IF", 1, 503, 0);
	trans[0][67]	= settr(66,2,77,145,145,"((field==a))", 1, 503, 0); /* m: 68 -> 77,0 */
	reached0[68] = 1;
	trans[0][68]	= settr(0,0,0,0,0,"field = 0",0,0,0);
	trans[0][71]	= settr(70,2,77,1,0,".(goto)", 1, 503, 0);
	trans[0][69]	= settr(68,2,77,2,0,"else", 1, 503, 0);
	T = trans[ 0][77] = settr(76,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(76,0,75,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][75] = settr(74,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(74,2,72,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(74,2,74,0,0,"IF", 1, 503, 0);
	trans[0][72]	= settr(71,2,73,146,146,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][73]	= settr(72,0,193,147,147,"answers[sender]!2,9,0,0", 1, 503, 0); /* m: 88 -> 193,0 */
	reached0[88] = 1;
	trans[0][76]	= settr(75,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][74]	= settr(73,2,88,2,0,"else", 1, 503, 0);
	trans[0][78]	= settr(77,2,84,148,148,"((command==PING))", 1, 503, 0);
	T = trans[ 0][84] = settr(83,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(83,0,82,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][82] = settr(81,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(81,2,79,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(81,2,81,0,0,"IF", 1, 503, 0);
	trans[0][79]	= settr(78,2,80,149,149,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][80]	= settr(79,0,193,150,150,"answers[sender]!1,9,0,0", 1, 503, 0); /* m: 88 -> 193,0 */
	reached0[88] = 1;
	trans[0][83]	= settr(82,2,88,1,0,".(goto)", 1, 503, 0); /* m: 88 -> 0,193 */
	reached0[88] = 1;
	trans[0][81]	= settr(80,2,88,2,0,"else", 1, 503, 0);
	trans[0][88]	= settr(87,0,193,151,151,"command = 0", 1, 503, 0); /* m: 89 -> 0,193 */
	reached0[89] = 1;
	trans[0][89]	= settr(0,0,0,0,0,"a = 0",0,0,0);
	trans[0][90]	= settr(0,0,0,0,0,"b = 0",0,0,0);
	trans[0][91]	= settr(0,0,0,0,0,"c = 0",0,0,0);
	trans[0][92]	= settr(0,0,0,0,0,"id = 0",0,0,0);
	trans[0][93]	= settr(0,0,0,0,0,"sender = 0",0,0,0);
	trans[0][94]	= settr(0,0,0,0,0,"i = 0",0,0,0);
	T = trans[ 0][192] = settr(191,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(191,2,97,0,0,"ATOMIC", 1, 503, 0);
	trans[0][97]	= settr(96,2,191,152,0,"((running&&nempty(commands[1])))", 1, 503, 0);
	T = trans[ 0][191] = settr(190,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(190,0,98,0,0,"sub-sequence", 1, 503, 0);
	trans[0][98]	= settr(97,2,183,153,153,"commands[1]?command,a,b,c,id", 1, 503, 0); /* m: 99 -> 183,0 */
	reached0[99] = 1;
	trans[0][99]	= settr(0,0,0,0,0,"sender = (1/1)",0,0,0);
	T = trans[ 0][183] = settr(182,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(182,0,181,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][181] = settr(180,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(180,2,100,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(180,2,118,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(180,2,126,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(180,2,162,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(180,2,174,0,0,"IF", 1, 503, 0);
	trans[0][100]	= settr(99,2,116,154,154,"((command==REGISTER))", 1, 503, 0);
	T = trans[0][116] = settr(115,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(115,2,101,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(115,2,109,0,0,"IF", 1, 503, 0);
	trans[0][101]	= settr(100,2,108,155,155,"((field==0))", 1, 503, 0); /* m: 102 -> 108,0 */
	reached0[102] = 1;
	trans[0][102]	= settr(0,0,0,0,0,"field = a",0,0,0);
	T = trans[ 0][108] = settr(107,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(107,0,106,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][106] = settr(105,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(105,2,103,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(105,2,105,0,0,"IF", 1, 503, 0);
	trans[0][103]	= settr(102,2,104,156,156,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][104]	= settr(103,0,193,157,157,"answers[sender]!4,11,field,0", 1, 503, 0); /* m: 184 -> 193,0 */
	reached0[184] = 1;
	trans[0][107]	= settr(106,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][105]	= settr(104,2,184,2,0,"else", 1, 503, 0);
	trans[0][117]	= settr(116,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][109]	= settr(108,2,115,2,0,"else", 1, 503, 0);
	T = trans[ 0][115] = settr(114,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(114,0,113,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][113] = settr(112,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(112,2,110,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(112,2,112,0,0,"IF", 1, 503, 0);
	trans[0][110]	= settr(109,2,111,158,158,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][111]	= settr(110,0,193,159,159,"answers[sender]!4,11,field,1", 1, 503, 0); /* m: 184 -> 193,0 */
	reached0[184] = 1;
	trans[0][114]	= settr(113,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][112]	= settr(111,2,184,2,0,"else", 1, 503, 0);
	trans[0][182]	= settr(181,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][118]	= settr(117,2,125,160,160,"((((command==PUSH)&&refusing)&&(sender==holder)))", 1, 503, 0); /* m: 119 -> 125,0 */
	reached0[119] = 1;
	trans[0][119]	= settr(0,0,0,0,0,"refusing = 0",0,0,0);
	T = trans[ 0][125] = settr(124,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(124,0,123,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][123] = settr(122,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(122,2,120,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(122,2,122,0,0,"IF", 1, 503, 0);
	trans[0][120]	= settr(119,2,121,161,161,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][121]	= settr(120,0,193,162,162,"answers[sender]!3,8,0,0", 1, 503, 0); /* m: 184 -> 193,0 */
	reached0[184] = 1;
	trans[0][124]	= settr(123,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][122]	= settr(121,2,184,2,0,"else", 1, 503, 0);
	trans[0][126]	= settr(125,2,160,163,163,"((command==PUSH))", 1, 503, 0);
	T = trans[0][160] = settr(159,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(159,2,127,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(159,2,134,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(159,2,141,0,0,"IF", 1, 503, 0);
	trans[0][127]	= settr(126,2,133,164,164,"(((field!=a)&&(field==0)))", 1, 503, 0);
	T = trans[ 0][133] = settr(132,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(132,0,131,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][131] = settr(130,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(130,2,128,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(130,2,130,0,0,"IF", 1, 503, 0);
	trans[0][128]	= settr(127,2,129,165,165,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][129]	= settr(128,0,193,166,166,"answers[sender]!3,10,0,0", 1, 503, 0); /* m: 184 -> 193,0 */
	reached0[184] = 1;
	trans[0][132]	= settr(131,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][130]	= settr(129,2,184,2,0,"else", 1, 503, 0);
	trans[0][161]	= settr(160,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][134]	= settr(133,2,140,167,167,"(((field!=a)&&(field!=0)))", 1, 503, 0);
	T = trans[ 0][140] = settr(139,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(139,0,138,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][138] = settr(137,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(137,2,135,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(137,2,137,0,0,"IF", 1, 503, 0);
	trans[0][135]	= settr(134,2,136,168,168,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][136]	= settr(135,0,193,169,169,"answers[sender]!3,11,field,1", 1, 503, 0); /* m: 184 -> 193,0 */
	reached0[184] = 1;
	trans[0][139]	= settr(138,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][137]	= settr(136,2,184,2,0,"else", 1, 503, 0);
	trans[0][141]	= settr(140,2,152,170,170,"((field==a))", 1, 503, 0);
	T = trans[ 0][152] = settr(151,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(151,0,142,0,0,"sub-sequence", 1, 503, 0);
	trans[0][142]	= settr(141,2,149,171,171,"i = b", 1, 503, 0);
	trans[0][150]	= settr(149,2,149,1,0,".(goto)", 1, 503, 0);
	T = trans[0][149] = settr(148,2,0,0,0,"DO", 1, 503, 0);
	T = T->nxt	= settr(148,2,143,0,0,"DO", 1, 503, 0);
	    T->nxt	= settr(148,2,147,0,0,"DO", 1, 503, 0);
	trans[0][143]	= settr(142,2,149,172,172,"((i<c))", 1, 503, 0); /* m: 144 -> 149,0 */
	reached0[144] = 1;
	trans[0][144]	= settr(0,0,0,0,0,"assert(((list&(1<<(i-1)))==0))",0,0,0);
	trans[0][145]	= settr(0,0,0,0,0,"list = (list|(1<<(i-1)))",0,0,0);
	trans[0][146]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[0][147]	= settr(146,2,153,2,0,"else", 1, 503, 0);
	trans[0][148]	= settr(147,2,153,1,0,"goto :b2", 1, 503, 0); /* m: 153 -> 0,159 */
	reached0[153] = 1;
	trans[0][151]	= settr(150,2,153,1,0,"break", 1, 503, 0);
	trans[0][153]	= settr(152,2,159,173,173,"field = c", 1, 503, 0);
	T = trans[ 0][159] = settr(158,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(158,0,157,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][157] = settr(156,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(156,2,154,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(156,2,156,0,0,"IF", 1, 503, 0);
	trans[0][154]	= settr(153,2,155,174,174,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][155]	= settr(154,0,193,175,175,"answers[sender]!3,9,field,1", 1, 503, 0); /* m: 184 -> 193,0 */
	reached0[184] = 1;
	trans[0][158]	= settr(157,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][156]	= settr(155,2,184,2,0,"else", 1, 503, 0);
	trans[0][162]	= settr(161,2,166,176,176,"((command==FORGET))", 1, 503, 0);
	T = trans[0][166] = settr(165,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(165,2,163,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(165,2,165,0,0,"IF", 1, 503, 0);
	trans[0][163]	= settr(162,2,173,177,177,"((field==a))", 1, 503, 0); /* m: 164 -> 173,0 */
	reached0[164] = 1;
	trans[0][164]	= settr(0,0,0,0,0,"field = 0",0,0,0);
	trans[0][167]	= settr(166,2,173,1,0,".(goto)", 1, 503, 0);
	trans[0][165]	= settr(164,2,173,2,0,"else", 1, 503, 0);
	T = trans[ 0][173] = settr(172,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(172,0,171,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][171] = settr(170,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(170,2,168,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(170,2,170,0,0,"IF", 1, 503, 0);
	trans[0][168]	= settr(167,2,169,178,178,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][169]	= settr(168,0,193,179,179,"answers[sender]!2,9,0,0", 1, 503, 0); /* m: 184 -> 193,0 */
	reached0[184] = 1;
	trans[0][172]	= settr(171,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][170]	= settr(169,2,184,2,0,"else", 1, 503, 0);
	trans[0][174]	= settr(173,2,180,180,180,"((command==PING))", 1, 503, 0);
	T = trans[ 0][180] = settr(179,0,0,0,0,"sub-sequence", 1, 503, 0);
	T->nxt	= settr(179,0,178,0,0,"sub-sequence", 1, 503, 0);
	T = trans[0][178] = settr(177,2,0,0,0,"IF", 1, 503, 0);
	T = T->nxt	= settr(177,2,175,0,0,"IF", 1, 503, 0);
	    T->nxt	= settr(177,2,177,0,0,"IF", 1, 503, 0);
	trans[0][175]	= settr(174,2,176,181,181,"((((sender==holder)&&connected)&&(id==connection)))", 1, 503, 0);
	trans[0][176]	= settr(175,0,193,182,182,"answers[sender]!1,9,0,0", 1, 503, 0); /* m: 184 -> 193,0 */
	reached0[184] = 1;
	trans[0][179]	= settr(178,2,184,1,0,".(goto)", 1, 503, 0); /* m: 184 -> 0,193 */
	reached0[184] = 1;
	trans[0][177]	= settr(176,2,184,2,0,"else", 1, 503, 0);
	trans[0][184]	= settr(183,0,193,183,183,"command = 0", 1, 503, 0); /* m: 185 -> 0,193 */
	reached0[185] = 1;
	trans[0][185]	= settr(0,0,0,0,0,"a = 0",0,0,0);
	trans[0][186]	= settr(0,0,0,0,0,"b = 0",0,0,0);
	trans[0][187]	= settr(0,0,0,0,0,"c = 0",0,0,0);
	trans[0][188]	= settr(0,0,0,0,0,"id = 0",0,0,0);
	trans[0][189]	= settr(0,0,0,0,0,"sender = 0",0,0,0);
	trans[0][190]	= settr(0,0,0,0,0,"i = 0",0,0,0);
	trans[0][195]	= settr(194,0,196,1,0,"break", 0, 2, 0);
	trans[0][196]	= settr(195,0,0,184,184,"-end-", 0, 3500, 0);
	/* np_ demon: */
	trans[_NP_] = (Trans **) emalloc(3*sizeof(Trans *));
	T = trans[_NP_][0] = settr(9997,0,1,_T5,0,"(np_)", 1,2,0);
	    T->nxt	  = settr(9998,0,0,_T2,0,"(1)",   0,2,0);
	T = trans[_NP_][1] = settr(9999,0,1,_T5,0,"(np_)", 1,2,0);
}

Trans *
settr(	int t_id, int a, int b, int c, int d,
	char *t, int g, int tpe0, int tpe1)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	tmp->atom  = a&(6|32);	/* only (2|8|32) have meaning */
	if (!g) tmp->atom |= 8;	/* no global references */
	tmp->st    = b;
	tmp->tpe[0] = tpe0;
	tmp->tpe[1] = tpe1;
	tmp->tp    = t;
	tmp->t_id  = t_id;
	tmp->forw  = c;
	tmp->back  = d;
	return tmp;
}

Trans *
cpytr(Trans *a)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	int i;
	tmp->atom  = a->atom;
	tmp->st    = a->st;
#ifdef HAS_UNLESS
	tmp->e_trans = a->e_trans;
	for (i = 0; i < HAS_UNLESS; i++)
		tmp->escp[i] = a->escp[i];
#endif
	tmp->tpe[0] = a->tpe[0];
	tmp->tpe[1] = a->tpe[1];
	for (i = 0; i < 6; i++)
	{	tmp->qu[i] = a->qu[i];
		tmp->ty[i] = a->ty[i];
	}
	tmp->tp    = (char *) emalloc(strlen(a->tp)+1);
	strcpy(tmp->tp, a->tp);
	tmp->t_id  = a->t_id;
	tmp->forw  = a->forw;
	tmp->back  = a->back;
	return tmp;
}

#ifndef NOREDUCE
int
srinc_set(int n)
{	if (n <= 2) return LOCAL;
	if (n <= 2+  DELTA) return Q_FULL_F; /* 's' or nfull  */
	if (n <= 2+2*DELTA) return Q_EMPT_F; /* 'r' or nempty */
	if (n <= 2+3*DELTA) return Q_EMPT_T; /* empty */
	if (n <= 2+4*DELTA) return Q_FULL_T; /* full  */
	if (n ==   5*DELTA) return GLOBAL;
	if (n ==   6*DELTA) return TIMEOUT_F;
	if (n ==   7*DELTA) return ALPHA_F;
	Uerror("cannot happen srinc_class");
	return BAD;
}
int
srunc(int n, int m)
{	switch(m) {
	case Q_FULL_F: return n-2;
	case Q_EMPT_F: return n-2-DELTA;
	case Q_EMPT_T: return n-2-2*DELTA;
	case Q_FULL_T: return n-2-3*DELTA;
	case ALPHA_F:
	case TIMEOUT_F: return 257; /* non-zero, and > MAXQ */
	}
	Uerror("cannot happen srunc");
	return 0;
}
#endif
int cnt;
#ifdef HAS_UNLESS
int
isthere(Trans *a, int b)
{	Trans *t;
	for (t = a; t; t = t->nxt)
		if (t->t_id == b)
			return 1;
	return 0;
}
#endif
#ifndef NOREDUCE
int
mark_safety(Trans *t) /* for conditional safety */
{	int g = 0, i, j, k;

	if (!t) return 0;
	if (t->qu[0])
		return (t->qu[1])?2:1;	/* marked */

	for (i = 0; i < 2; i++)
	{	j = srinc_set(t->tpe[i]);
		if (j >= GLOBAL && j != ALPHA_F)
			return -1;
		if (j != LOCAL)
		{	k = srunc(t->tpe[i], j);
			if (g == 0
			||  t->qu[0] != k
			||  t->ty[0] != j)
			{	t->qu[g] = k;
				t->ty[g] = j;
				g++;
	}	}	}
	return g;
}
#endif
void
retrans(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
	/* process n, with m states, is=initial state */
{	Trans *T0, *T1, *T2, *T3;
	Trans *T4, *T5; /* t_reverse or has_unless */
	int i;
#if defined(HAS_UNLESS) || !defined(NOREDUCE)
	int k;
#endif
#ifndef NOREDUCE
	int g, h, j, aa;
#endif
#ifdef HAS_UNLESS
	int p;
#endif
	if (state_tables >= 4)
	{	printf("STEP 1 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	do {
		for (i = 1, cnt = 0; i < m; i++)
		{	T2 = trans[n][i];
			T1 = T2?T2->nxt:(Trans *)0;
/* prescan: */		for (T0 = T1; T0; T0 = T0->nxt)
/* choice in choice */	{	if (T0->st && trans[n][T0->st]
				&&  trans[n][T0->st]->nxt)
					break;
			}
#if 0
		if (T0)
		printf("\tstate %d / %d: choice in choice\n",
		i, T0->st);
#endif
			if (T0)
			for (T0 = T1; T0; T0 = T0->nxt)
			{	T3 = trans[n][T0->st];
				if (!T3->nxt)
				{	T2->nxt = cpytr(T0);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
					continue;
				}
				do {	T3 = T3->nxt;
					T2->nxt = cpytr(T3);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
				} while (T3->nxt);
				cnt++;
			}
		}
	} while (cnt);
	if (state_tables >= 3)
	{	printf("STEP 2 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	for (i = 1; i < m; i++)
	{	if (trans[n][i] && trans[n][i]->nxt) /* optimize */
		{	T1 = trans[n][i]->nxt;
#if 0
			printf("\t\tpull %d (%d) to %d\n",
			T1->st, T1->forw, i);
#endif
			srcln[i] = srcln[T1->st];	/* Oyvind Teig, 5.2.0 */

			if (!trans[n][T1->st]) continue;
			T0 = cpytr(trans[n][T1->st]);
			trans[n][i] = T0;
			reach[T1->st] = 1;
			imed(T0, T1->st, n, i);
			for (T1 = T1->nxt; T1; T1 = T1->nxt)
			{
#if 0
			printf("\t\tpull %d (%d) to %d\n",
				T1->st, T1->forw, i);
#endif
		/*		srcln[i] = srcln[T1->st];  gh: not useful */
				if (!trans[n][T1->st]) continue;
				T0->nxt = cpytr(trans[n][T1->st]);
				T0 = T0->nxt;
				reach[T1->st] = 1;
				imed(T0, T1->st, n, i);
	}	}	}
	if (state_tables >= 2)
	{	printf("STEP 3 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
#ifdef HAS_UNLESS
	for (i = 1; i < m; i++)
	{	if (!trans[n][i]) continue;
		/* check for each state i if an
		 * escape to some state p is defined
		 * if so, copy and mark p's transitions
		 * and prepend them to the transition-
		 * list of state i
		 */
	 if (!like_java) /* the default */
	 {	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->e_trans = p;
				T2->nxt = trans[n][i];
				trans[n][i] = T2;
		}	}
	 } else /* outermost unless checked first */
	 {	T4 = T3 = (Trans *) 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->nxt = (Trans *) 0;
				T2->e_trans = p;
				if (T3)	T3->nxt = T2;
				else	T4 = T2;
				T3 = T2;
		}	}
		if (T4)
		{	T3->nxt = trans[n][i];
			trans[n][i] = T4;
		}
	 }
	}
#endif
#ifndef NOREDUCE
	for (i = 1; i < m; i++)
	{	if (a_cycles)
		{ /* moves through these states are visible */
	#if PROG_LAB>0 && defined(HAS_NP)
			if (progstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (progstate[n][T1->st])
					goto degrade;
	#endif
			if (accpstate[n][i] || visstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (accpstate[n][T1->st])
					goto degrade;
		}
		T1 = trans[n][i];
		if (!T1) continue;
		g = mark_safety(T1);	/* V3.3.1 */
		if (g < 0) goto degrade; /* global */
		/* check if mixing of guards preserves reduction */
		if (T1->nxt)
		{	k = 0;
			for (T0 = T1; T0; T0 = T0->nxt)
			{	if (!(T0->atom&8))
					goto degrade;
				for (aa = 0; aa < 2; aa++)
				{	j = srinc_set(T0->tpe[aa]);
					if (j >= GLOBAL && j != ALPHA_F)
						goto degrade;
					if (T0->tpe[aa]
					&&  T0->tpe[aa]
					!=  T1->tpe[0])
						k = 1;
			}	}
			/* g = 0;	V3.3.1 */
			if (k)	/* non-uniform selection */
			for (T0 = T1; T0; T0 = T0->nxt)
			for (aa = 0; aa < 2; aa++)
			{	j = srinc_set(T0->tpe[aa]);
				if (j != LOCAL)
				{	k = srunc(T0->tpe[aa], j);
					for (h = 0; h < 6; h++)
						if (T1->qu[h] == k
						&&  T1->ty[h] == j)
							break;
					if (h >= 6)
					{	T1->qu[g%6] = k;
						T1->ty[g%6] = j;
						g++;
			}	}	}
			if (g > 6)
			{	T1->qu[0] = 0;	/* turn it off */
				printf("pan: warning, line %d, ",
					srcln[i]);
			 	printf("too many stmnt types (%d)",
					g);
			  	printf(" in selection\n");
			  goto degrade;
			}
		}
		/* mark all options global if >=1 is global */
		for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			if (!(T1->atom&8)) break;
		if (T1)
degrade:	for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			T1->atom &= ~8;	/* mark as unsafe */
		/* can only mix 'r's or 's's if on same chan */
		/* and not mixed with other local operations */
		T1 = trans[n][i];
		if (!T1 || T1->qu[0]) continue;
		j = T1->tpe[0];
		if (T1->nxt && T1->atom&8)
		{ if (j == 5*DELTA)
		  {	printf("warning: line %d ", srcln[i]);
			printf("mixed condition ");
			printf("(defeats reduction)\n");
			goto degrade;
		  }
		  for (T0 = T1; T0; T0 = T0->nxt)
		  for (aa = 0; aa < 2; aa++)
		  if  (T0->tpe[aa] && T0->tpe[aa] != j)
		  {	printf("warning: line %d ", srcln[i]);
			printf("[%d-%d] mixed %stion ",
				T0->tpe[aa], j, 
				(j==5*DELTA)?"condi":"selec");
			printf("(defeats reduction)\n");
			printf("	'%s' <-> '%s'\n",
				T1->tp, T0->tp);
			goto degrade;
		} }
	}
#endif
	for (i = 1; i < m; i++)
	{	T2 = trans[n][i];
		if (!T2
		||  T2->nxt
		||  strncmp(T2->tp, ".(goto)", 7)
		||  !stopstate[n][i])
			continue;
		stopstate[n][T2->st] = 1;
	}
	if (state_tables && !verbose)
	{	if (dodot)
		{	char buf[256], *q = buf, *p = procname[n];
			while (*p != '\0')
			{	if (*p != ':')
				{	*q++ = *p;
				}
				p++;
			}
			*q = '\0';
			printf("digraph ");
			switch (Btypes[n]) {
			case I_PROC:  printf("init {\n"); break;
			case N_CLAIM: printf("claim_%s {\n", buf); break;
			case E_TRACE: printf("notrace {\n"); break;
			case N_TRACE: printf("trace {\n"); break;
			default:      printf("p_%s {\n", buf); break;
			}
			printf("size=\"8,10\";\n");
			printf("  GT [shape=box,style=dotted,label=\"%s\"];\n", buf);
			printf("  GT -> S%d;\n", is);
		} else
		{	switch (Btypes[n]) {
			case I_PROC:  printf("init\n"); break;
			case N_CLAIM: printf("claim %s\n", procname[n]); break;
			case E_TRACE: printf("notrace assertion\n"); break;
			case N_TRACE: printf("trace assertion\n"); break;
			default:      printf("proctype %s\n", procname[n]); break;
		}	}
		for (i = 1; i < m; i++)
		{	reach[i] = 1;
		}
		tagtable(n, m, is, srcln, reach);
		if (dodot) printf("}\n");
	} else
	for (i = 1; i < m; i++)
	{	int nrelse;
		if (Btypes[n] != N_CLAIM)
		{	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			{	if (T0->st == i
				&& strcmp(T0->tp, "(1)") == 0)
				{	printf("error: proctype '%s' ",
						procname[n]);
		  			printf("line %d, state %d: has un",
						srcln[i], i);
					printf("conditional self-loop\n");
					pan_exit(1);
		}	}	}
		nrelse = 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		{	if (strcmp(T0->tp, "else") == 0)
				nrelse++;
		}
		if (nrelse > 1)
		{	printf("error: proctype '%s' state",
				procname[n]);
		  	printf(" %d, inherits %d", i, nrelse);
		  	printf(" 'else' stmnts\n");
			pan_exit(1);
	}	}
#if !defined(LOOPSTATE) && !defined(BFS_PAR)
	if (state_tables)
#endif
	do_dfs(n, m, is, srcln, reach, lpstate);

	if (!t_reverse)
	{	return;
	}
	/* process n, with m states, is=initial state -- reverse list */
	if (!state_tables && Btypes[n] != N_CLAIM)
	{	for (i = 1; i < m; i++)
		{	Trans *Tx = (Trans *) 0; /* list of escapes */
			Trans *Ty = (Trans *) 0; /* its tail element */
			T1 = (Trans *) 0; /* reversed list */
			T2 = (Trans *) 0; /* its tail */
			T3 = (Trans *) 0; /* remembers possible 'else' */

			/* find unless-escapes, they should go first */
			T4 = T5 = T0 = trans[n][i];
	#ifdef HAS_UNLESS
			while (T4 && T4->e_trans) /* escapes are first in orig list */
			{	T5 = T4;	  /* remember predecessor */
				T4 = T4->nxt;
			}
	#endif
			/* T4 points to first non-escape, T5 to its parent, T0 to original list */
			if (T4 != T0)		 /* there was at least one escape */
			{	T3 = T5->nxt;		 /* start of non-escapes */
				T5->nxt = (Trans *) 0;	 /* separate */
				Tx = T0;		 /* start of the escapes */
				Ty = T5;		 /* its tail */
				T0 = T3;		 /* the rest, to be reversed */
			}
			/* T0 points to first non-escape, Tx to the list of escapes, Ty to its tail */

			/* first tail-add non-escape transitions, reversed */
			T3 = (Trans *) 0;
			for (T5 = T0; T5; T5 = T4)
			{	T4 = T5->nxt;
	#ifdef HAS_UNLESS
				if (T5->e_trans)
				{	printf("error: cannot happen!\n");
					continue;
				}
	#endif
				if (strcmp(T5->tp, "else") == 0)
				{	T3 = T5;
					T5->nxt = (Trans *) 0;
				} else
				{	T5->nxt = T1;
					if (!T1) { T2 = T5; }
					T1 = T5;
			}	}
			/* T3 points to a possible else, which is removed from the list */
			/* T1 points to the reversed list so far (without escapes) */
			/* T2 points to the tail element -- where the else should go */
			if (T2 && T3)
			{	T2->nxt = T3;	/* add else */
			} else
			{	if (T3) /* there was an else, but there's no tail */
				{	if (!T1)	/* and no reversed list */
					{	T1 = T3; /* odd, but possible */
					} else		/* even stranger */
					{	T1->nxt = T3;
			}	}	}

			/* add in the escapes, to that they appear at the front */
			if (Tx && Ty) { Ty->nxt = T1; T1 = Tx; }

			trans[n][i] = T1;
			/* reversed, with escapes first and else last */
	}	}
	if (state_tables && verbose)
	{	printf("FINAL proctype %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
	}
}
void
imed(Trans *T, int v, int n, int j)	/* set intermediate state */
{	progstate[n][T->st] |= progstate[n][v];
	accpstate[n][T->st] |= accpstate[n][v];
	stopstate[n][T->st] |= stopstate[n][v];
	mapstate[n][j] = T->st;
}
void
tagtable(int n, int m, int is, short srcln[], uchar reach[])
{	Trans *z;

	if (is >= m || !trans[n][is]
	||  is <= 0 || reach[is] == 0)
		return;
	reach[is] = 0;
	if (state_tables)
	for (z = trans[n][is]; z; z = z->nxt)
	{	if (dodot)
			dot_crack(n, is, z);
		else
			crack(n, is, z, srcln);
	}

	for (z = trans[n][is]; z; z = z->nxt)
	{
#ifdef HAS_UNLESS
		int i, j;
#endif
		tagtable(n, m, z->st, srcln, reach);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			tagtable(n, m, j, srcln, reach);
		}
#endif
	}
}

extern Trans *t_id_lkup[];

void
dfs_table(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	Trans *z;

	if (is >= m || is <= 0 || !trans[n][is])
		return;
	if ((reach[is] & (4|8|16)) != 0)
	{	if ((reach[is] & (8|16)) == 16)	/* on stack, not yet recorded */
		{	lpstate[is] = 1;
			reach[is] |= 8; /* recorded */
			if (state_tables && verbose)
			{	printf("state %d line %d is a loopstate\n", is, srcln[is]);
		}	}
		return;
	}
	reach[is] |= (4|16);	/* visited | onstack */
	for (z = trans[n][is]; z; z = z->nxt)
	{	t_id_lkup[z->t_id] = z;
#ifdef HAS_UNLESS
		int i, j;
#endif
		dfs_table(n, m, z->st, srcln, reach, lpstate);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			dfs_table(n, m, j, srcln, reach, lpstate);
		}
#endif
	}
	reach[is] &= ~16; /* no longer on stack */
}
void
do_dfs(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	int i;
	dfs_table(n, m, is, srcln, reach, lpstate);
	for (i = 0; i < m; i++)
		reach[i] &= ~(4|8|16);
}
void
crack(int n, int j, Trans *z, short srcln[])
{	int i;

	if (!z) return;
	printf("	state %3d -(tr %3d)-> state %3d  ",
		j, z->forw, z->st);
	printf("[id %3d tp %3d", z->t_id, z->tpe[0]);
	if (z->tpe[1]) printf(",%d", z->tpe[1]);
#ifdef HAS_UNLESS
	if (z->e_trans)
		printf(" org %3d", z->e_trans);
	else if (state_tables >= 2)
	for (i = 0; i < HAS_UNLESS; i++)
	{	if (!z->escp[i]) break;
		printf(" esc %d", z->escp[i]);
	}
#endif
	printf("]");
	printf(" [%s%s%s%s%s] %s:%d => ",
		z->atom&6?"A":z->atom&32?"D":"-",
		accpstate[n][j]?"a" :"-",
		stopstate[n][j]?"e" : "-",
		progstate[n][j]?"p" : "-",
		z->atom & 8 ?"L":"G",
		PanSource, srcln[j]);
	for (i = 0; z->tp[i]; i++)
		if (z->tp[i] == '\n')
			printf("\\n");
		else
			putchar(z->tp[i]);
	if (verbose && z->qu[0])
	{	printf("\t[");
		for (i = 0; i < 6; i++)
			if (z->qu[i])
				printf("(%d,%d)",
				z->qu[i], z->ty[i]);
		printf("]");
	}
	printf("\n");
	fflush(stdout);
}
/* spin -a m.pml; cc -o pan pan.c; ./pan -D | dot -Tps > foo.ps; ps2pdf foo.ps */
void
dot_crack(int n, int j, Trans *z)
{	int i;

	if (!z) return;
	printf("	S%d -> S%d  [color=black", j, z->st);

	if (z->atom&6) printf(",style=dashed");
	else if (z->atom&32) printf(",style=dotted");
	else if (z->atom&8) printf(",style=solid");
	else printf(",style=bold");

	printf(",label=\"");
	for (i = 0; z->tp[i]; i++)
	{	if (z->tp[i] == '\\'
		&&  z->tp[i+1] == 'n')
		{	i++; printf(" ");
		} else
		{	putchar(z->tp[i]);
	}	}
	printf("\"];\n");
	if (accpstate[n][j]) printf("  S%d [color=red,style=bold];\n", j);
	else if (progstate[n][j]) printf("  S%d [color=green,style=bold];\n", j);
	if (stopstate[n][j]) printf("  S%d [color=blue,style=bold,shape=box];\n", j);
}

#ifdef VAR_RANGES
#define BYTESIZE	32	/* 2^8 : 2^3 = 256:8 = 32 */

typedef struct Vr_Ptr {
	char	*nm;
	uchar	vals[BYTESIZE];
	struct Vr_Ptr *nxt;
} Vr_Ptr;
Vr_Ptr *ranges = (Vr_Ptr *) 0;

void
logval(char *s, int v)
{	Vr_Ptr *tmp;

	if (v<0 || v > 255) return;
	for (tmp = ranges; tmp; tmp = tmp->nxt)
		if (!strcmp(tmp->nm, s))
			goto found;
	tmp = (Vr_Ptr *) emalloc(sizeof(Vr_Ptr));
	tmp->nxt = ranges;
	ranges = tmp;
	tmp->nm = s;
found:
	tmp->vals[(v)/8] |= 1<<((v)%8);
}

void
dumpval(uchar X[], int range)
{	int w, x, i, j = -1;

	for (w = i = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
from:		if ((X[w] & (1<<x)))
		{	printf("%d", i);
			j = i;
			goto upto;
	}	}
	return;
	for (w = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
upto:		if (!(X[w] & (1<<x)))
		{	if (i-1 == j)
				printf(", ");
			else
				printf("-%d, ", i-1);
			goto from;
	}	}
	if (j >= 0 && j != 255)
		printf("-255");
}

void
dumpranges(void)
{	Vr_Ptr *tmp;
	printf("\nValues assigned within ");
	printf("interval [0..255]:\n");
	for (tmp = ranges; tmp; tmp = tmp->nxt)
	{	printf("\t%s\t: ", tmp->nm);
		dumpval(tmp->vals, BYTESIZE);
		printf("\n");
	}
}
#endif
