import { md001 } from './md001.ts';
import { md003 } from './md003.ts';
import { md004 } from './md004.ts';
import { md005 } from './md005.ts';
import { md007 } from './md007.ts';
import { md009 } from './md009.ts';
import { md010 } from './md010.ts';
import { md011 } from './md011.ts';
import { md012 } from './md012.ts';
import { md013 } from './md013.ts';
import { md014 } from './md014.ts';
import { md018 } from './md018.ts';
import { md019 } from './md019.ts';
import { md020 } from './md020.ts';
import { md021 } from './md021.ts';
import { md022 } from './md022.ts';
import { md023 } from './md023.ts';
import { md024 } from './md024.ts';
import { md025 } from './md025.ts';
import { md026 } from './md026.ts';
import { md027 } from './md027.ts';
import { md028 } from './md028.ts';
import { md029 } from './md029.ts';
import { md030 } from './md030.ts';
import { md031 } from './md031.ts';
import { md032 } from './md032.ts';
import { md033 } from './md033.ts';
import { md034 } from './md034.ts';
import { md035 } from './md035.ts';
import { md036 } from './md036.ts';
import { md037 } from './md037.ts';
import { md038 } from './md038.ts';
import { md039 } from './md039.ts';
import { md040 } from './md040.ts';
import { md041 } from './md041.ts';
import { md042 } from './md042.ts';
import { md043 } from './md043.ts';
import { md044 } from './md044.ts';
import { md045 } from './md045.ts';
import { md046 } from './md046.ts';
import { md047 } from './md047.ts';
import { md048 } from './md048.ts';
import { md049 } from './md049.ts';
import { md050 } from './md050.ts';
import { md051 } from './md051.ts';
import { md052 } from './md052.ts';
import { md053 } from './md053.ts';
import { md054 } from './md054.ts';
import { md055 } from './md055.ts';
import { md056 } from './md056.ts';
import { md058 } from './md058.ts';
import { md059 } from './md059.ts';
import { md060 } from './md060.ts';

/** All rules of markdownlint, in the order of their numbers. */
export const LINT_RULES = [
  md001,
  md003,
  md004,
  md005,
  md007,
  md009,
  md010,
  md011,
  md012,
  md013,
  md014,
  md018,
  md019,
  md020,
  md021,
  md022,
  md023,
  md024,
  md025,
  md026,
  md027,
  md028,
  md029,
  md030,
  md031,
  md032,
  md033,
  md034,
  md035,
  md036,
  md037,
  md038,
  md039,
  md040,
  md041,
  md042,
  md043,
  md044,
  md045,
  md046,
  md047,
  md048,
  md049,
  md050,
  md051,
  md052,
  md053,
  md054,
  md055,
  md056,
  md058,
  md059,
  md060,
] as const;
