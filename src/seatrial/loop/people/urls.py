"""Addresses of people: signing in and one's own account.

Of allauth's pages only those that are used here are listed, under the names by which allauth itself finds them: there
is no signing up, and no managing of e-mail addresses.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as elsewhere
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from seatrial.loop.people import views

form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("me/", views.me, name="me"),
    path("sign-in/<str:token>/", views.sign_in_by_link, name="sign-in"),
    path("first-lead/<str:token>/", views.first_lead, name="first-lead"),
    path("join/<str:token>/", views.join, name="join"),
    path("people/", views.people, name="people"),
    path("people/invitations/<str:uid>/again/", views.invite_again, name="invite-again"),
    path("people/invitations/<str:uid>/revoke/", views.revoke_invitation, name="invitation-revoke"),
    path("people/<str:uid>/reopen/", views.reopen_account, name="account-reopen"),
    path("people/<str:uid>/lead/", views.make_lead, name="account-make-lead"),
    path("accounts/login/", form(account.login), name="account_login"),
    path("accounts/logout/", form(account.logout), name="account_logout"),
    path("accounts/inactive/", require_safe(account.account_inactive), name="account_inactive"),
    path("accounts/reauthenticate/", form(account.reauthenticate), name="account_reauthenticate"),
    path("accounts/password/change/", form(account.password_change), name="account_change_password"),
    path("accounts/password/set/", form(account.password_set), name="account_set_password"),
    path("accounts/password/reset/", form(account.password_reset), name="account_reset_password"),
    path(
        "accounts/password/reset/done/", require_safe(account.password_reset_done), name="account_reset_password_done"
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        form(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        require_safe(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("accounts/2fa/", require_safe(mfa.index), name="mfa_index"),
    path("accounts/2fa/authenticate/", form(mfa.authenticate), name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", form(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", form(totp.activate_totp), name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", form(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("accounts/2fa/codes/", require_safe(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("accounts/2fa/codes/new/", form(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("accounts/2fa/codes/file/", require_safe(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("accounts/oidc/<slug:provider_id>/login/", require_safe(oidc.login), name="openid_connect_login"),
    path(
        "accounts/oidc/<slug:provider_id>/login/callback/", require_safe(oidc.callback), name="openid_connect_callback"
    ),
    path("accounts/elsewhere/", form(elsewhere.connections), name="socialaccount_connections"),
    path("accounts/elsewhere/error/", require_safe(elsewhere.login_error), name="socialaccount_login_error"),
    path(
        "accounts/elsewhere/cancelled/", require_safe(elsewhere.login_cancelled), name="socialaccount_login_cancelled"
    ),
]
