/**
 * Words of quizzes, meshes and addresses to take home, in Dutch and English; loaded with the panels that say them.
 */
const NL = {
  quizRight: 'Goed',
  quizWrong: 'Niet goed',
  quizAgain: 'Probeer het opnieuw',
  quizBack: 'Terug naar de vraag',
  meshTurn: 'Draai het voorwerp met de pijltjestoetsen of door te slepen. Met + en − ga je dichterbij en verder weg.',
  meshLeft: 'Draai naar links',
  meshRight: 'Draai naar rechts',
  meshLeftShort: 'Naar links',
  meshRightShort: 'Naar rechts',
  meshStop: 'Sta stil',
  meshSpin: 'Draai rond',
  meshLoading: 'Het 3D-voorwerp wordt geladen.',
  meshNoWebGL: 'Je browser kan dit 3D-voorwerp niet draaien. Je ziet er een foto van.',
  meshAbsent: 'Het 3D-voorwerp ontbreekt. Meld het aan de beheerder van deze site.',
  meshDamaged: 'Het 3D-voorwerp is beschadigd en wordt daarom niet getoond. Meld het aan de beheerder van deze site.',
  meshUnreachable: 'Het 3D-voorwerp kan niet worden opgehaald. Controleer je internetverbinding en probeer het opnieuw.',
  meshFailed: 'Het 3D-voorwerp kan niet worden gelezen. Meld het aan de beheerder van deze site.',
  takeHome: 'Voor thuis. Onthoud het adres, of laat iemand die meekijkt de code scannen met een telefoon.',
};

/** @type {typeof NL} */
const EN = {
  quizRight: 'Right',
  quizWrong: 'Not right',
  quizAgain: 'Try again',
  quizBack: 'Back to the question',
  meshTurn: 'Turn the object with the arrow keys or by dragging it. + and − bring it closer and further away.',
  meshLeft: 'Turn left',
  meshRight: 'Turn right',
  meshLeftShort: 'Turn left',
  meshRightShort: 'Turn right',
  meshStop: 'Stand still',
  meshSpin: 'Turn around',
  meshLoading: 'The 3D object is loading.',
  meshNoWebGL: 'Your browser cannot turn this 3D object. You see a picture of it.',
  meshAbsent: 'The 3D object is missing. Please tell this site’s administrator.',
  meshDamaged: 'The 3D object is damaged and therefore not shown. Please tell this site’s administrator.',
  meshUnreachable: 'The 3D object cannot be fetched. Check your internet connection and try again.',
  meshFailed: 'The 3D object cannot be read. Please tell this site’s administrator.',
  takeHome: 'For at home. Remember the address, or have somebody who watches along scan the code with a phone.',
};

/** @typedef {keyof typeof NL} Word */

/** @param {string} locale @param {Word} word @returns {string} */
export function tell(locale, word) {
  return (locale.toLowerCase().startsWith('en') ? EN : NL)[word];
}
