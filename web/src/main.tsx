import { render } from 'preact';
import { App } from './app';
import { createStore } from './state/store';
import { AppContext } from './view/context';
import { Page } from './view/Page';
import './style/base.css';
import './style/frame.css';
import './style/messages.css';
import './style/composer.css';
import './style/people.css';

const app = new App(createStore());
render(
  <AppContext.Provider value={app}>
    <Page />
  </AppContext.Provider>,
  document.getElementById('page') as HTMLElement,
);
app.start();
