// All tests of the page in one process, which has one browser and one server for most of them.

import './chat.test.js';
import './messages.test.js';
import './hostile.test.js';
import './look.test.js';
import './load.test.js';
import './lost.test.js';
import './token.test.js';
