"""What passwords are called, language by language. It knows no spelling (see `spelling.py`).

Source: the words of sign-in forms in the interfaces of common web sites and operating systems in each language.
"""

from __future__ import annotations

ENGLISH = ("password", "passwd", "passphrase", "passcode", "pwd", "pswd", "psw", "passwrd", "pasword", "passw0rd")
"""English words and how they are misspelled; a longer word may end with one of them (`userpassword`)."""

CODES = """
otp totp hotp pin mtan smstan otpcode totpcode onetimecode onetimepin onetimepassword pincode smscode smspin
mfacode 2facode twofactorcode logincode signincode verificationcode verifycode confirmationcode recoverycode
resetcode authenticatorcode authenticationcode einmalcode sicherheitscode bestatigungscode verifizierungscode
codigodeverificacion codedeverification codicediverifica codigodeseguridad
"""
"""Folded names of what lets somebody in once, or together with something else."""

PASSWORDS = {
    "ar": "كلمة المرور, كلمة مرور, كلمة السر, كلمه المرور, كلمه السر, الرقم السري, رمز المرور",
    "az": "şifrə, parol",
    "be": "пароль",
    "bg": "парола",
    "bn": "পাসওয়ার্ড",
    "ca": "contrasenya, paraula de pas",
    "cs": "heslo",
    "da": "adgangskode, kodeord",
    "de": "passwort, kennwort, losungswort, zugangscode",
    "el": "κωδικός πρόσβασης, κωδικός, συνθηματικό",
    "es": "contraseña, clave de acceso, clave secreta, clave de usuario, palabra de paso",
    "et": "parool, salasõna",
    "eu": "pasahitza",
    "fa": "رمز عبور, گذرواژه, کلمه عبور, رمز ورود",
    "fi": "salasana, tunnussana",
    "fil": "kontrasenyas",
    "fr": "mot de passe, mots de passe, mdp, motpasse, code d'accès",
    "ga": "pasfhocal",
    "gl": "contrasinal",
    "gu": "પાસવર્ડ",
    "he": "סיסמה, סיסמא, ססמה, ססמא",
    "hi": "पासवर्ड, कूटशब्द",
    "hr": "lozinka, zaporka",
    "hu": "jelszó",
    "hy": "գաղտնաբառ",
    "id": "kata sandi",
    "is": "lykilorð, aðgangsorð",
    "it": "parola d'ordine, parola di accesso, parola d'accesso, chiave di accesso, codice segreto",
    "ja": "パスワード, ﾊﾟｽﾜｰﾄﾞ, 暗証番号, パスフレーズ, パスコード, 合言葉",
    "ka": "პაროლი",
    "kk": "құпия сөз, құпиясөз",
    "km": "ពាក្យសម្ងាត់",
    "kn": "ಪಾಸ್ವರ್ಡ್, ಗುಪ್ತಪದ",
    "ko": "비밀번호, 패스워드, 암호, 비번",
    "lo": "ລະຫັດຜ່ານ",
    "lt": "slaptažodis",
    "lv": "parole",
    "mk": "лозинка",
    "ml": "പാസ്‌വേഡ്, രഹസ്യവാക്ക്",
    "mn": "нууц үг",
    "mr": "पासवर्ड, संकेतशब्द",
    "ms": "kata laluan",
    "my": "စကားဝှက်",
    "nb": "passord",
    "ne": "पासवर्ड, गोप्यशब्द",
    "nl": "wachtwoord, toegangscode",
    "pa": "ਪਾਸਵਰਡ",
    "pl": "hasło",
    "pt": "senha, palavra passe, contra senha, código de acesso",
    "ro": "parolă, parola",
    "ru": "пароль, кодовое слово",
    "si": "මුරපදය",
    "sk": "heslo",
    "sl": "geslo",
    "sq": "fjalëkalimi, fjalëkalim",
    "sr": "лозинка, lozinka",
    "sv": "lösenord",
    "sw": "nenosiri, nywila",
    "ta": "கடவுச்சொல்",
    "te": "పాస్‌వర్డ్, పాస్వర్డ్",
    "th": "รหัสผ่าน, รหัสลับ",
    "tr": "şifre, parola",
    "uk": "пароль",
    "ur": "پاس ورڈ",
    "uz": "parol, парол",
    "vi": "mật khẩu",
    "zh": "密码, 口令, 密碼, 登录密码, 登入密碼, 支付密码, 通行碼",
}

SPOKEN = {
    "cs": "heslo je, s heslem",
    "da": "adgangskoden er, adgangskode er, kodeordet er, med adgangskode, med kodeord",
    "de": "passwort ist, passwort lautet, kennwort ist, kennwort lautet, mit passwort, mit kennwort, mit dem passwort",
    "el": "ο κωδικός είναι, με κωδικό",
    "es": "contraseña es, con contraseña, con la contraseña, contraseña nueva es, clave es, con clave",
    "fi": "salasana on, salasanalla",
    "fr": "mot de passe est, avec le mot de passe, avec mot de passe",
    "he": "הסיסמה היא, סיסמה היא",
    "hi": "पासवर्ड है",
    "hu": "jelszó a, jelszava",
    "id": "kata sandi adalah, dengan kata sandi, kata sandinya adalah",
    "it": "password è, la parola d'ordine è, con password, con la password",
    "ja": "パスワードは, 暗証番号は",
    "ko": "비밀번호는, 암호는",
    "nb": "passordet er, passord er, med passord",
    "nl": "wachtwoord is, met wachtwoord",
    "pl": "hasło to, z hasłem, hasłem",
    "pt": "senha é, com senha, com a senha, palavra passe é",
    "ro": "parola este, cu parola",
    "ru": "пароль это, с паролем, пароль -, паролем",
    "sv": "lösenordet är, lösenord är, med lösenord, med lösenordet",
    "th": "รหัสผ่านคือ",
    "tr": "şifresi, şifre ile, parolası",
    "uk": "пароль це, з паролем",
    "vi": "mật khẩu là, với mật khẩu",
    "zh": "密码是, 密码为, 密碼是, 密碼為, 口令是",
}
"""What a sentence says right before a password."""
